//! The list of routes. A room adds its rows; everything else (router, documents, promises) is made from the list.
use super::{
    ask::{Ask, Mine, Scope},
    error::Result,
    house::House,
    rights::Right,
    serve::{self, Asked, Reply},
    tick::{self, Ticking, Work},
    view::{Answer, Done},
};
use axum::http::Method;
use db::{Reader, Writer};
use serde::de::DeserializeOwned;
use std::{pin::Pin, sync::Arc};

/// A look: it gets a [`Reader`], so it cannot change the record.
pub(crate) type Look<S, Q, A> = fn(&mut Reader<'_>, &Ask<S>, Q) -> Result<A>;
/// The first half of an act, on a reader: what was typed becomes what it means, or a refused page. Slow work is done here.
pub(crate) type Prepare<S, F, P> = fn(&mut Reader<'_>, &Ask<S>, F) -> Result<P>;
/// The second half, on the writer: short, and may run more than once. Checks again what may have changed.
pub(crate) type Perform<S, P> = fn(&mut Writer<'_>, &Ask<S>, &P) -> Result<Done>;

pub(crate) type Served = Pin<Box<dyn Future<Output = Reply> + Send>>;
pub(crate) type Serve = Arc<dyn Fn(Arc<House>, Asked) -> Served + Send + Sync>;

/// One row of the list.
#[derive(Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The page's path; its JSON twin is the same under `/api`.
    pub path: &'static str,
    /// What the trail says was done: the room and a verb, `client.create`.
    pub verb: &'static str,
    /// What the person must hold.
    pub right: Right,
    /// About what: `nobody`, `own`, `practice`, `directory`, `chart`.
    pub scope: &'static str,
    /// Does it change the record?
    pub acts: bool,
    /// Is a JSON body one value, handed over whole as the field `input`?
    pub(crate) whole: bool,
    /// Does it take a file with its form?
    pub(crate) takes_file: bool,
    pub(crate) serve: Serve,
}

/// The rows, in the order added, and what is done by itself.
#[derive(Clone, Default)]
pub struct Routes {
    rows: Vec<Route>,
    ticks: Vec<Ticking>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Routes {
        Routes::default()
    }

    /// These and those.
    pub fn join(mut self, other: Routes) -> Routes {
        self.rows.extend(other.rows);
        self.ticks.extend(other.ticks);
        self
    }

    /// Each row.
    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.rows.iter()
    }

    /// Each act that is done by itself.
    pub fn ticks(&self) -> impl Iterator<Item = &Ticking> {
        self.ticks.iter()
    }

    /// An act by `system`, due every so many seconds, done by one process of however many serve this practice. It is
    /// sealed into the practice's chain and trailed like any other.
    pub fn tick(mut self, verb: &'static str, every_s: i64, act: tick::Due) -> Routes {
        self.ticks.push(Ticking { verb, every_s, work: Work::Act(act) });
        self
    }

    /// The same, with what addresses of other machines answered before it began.
    pub(crate) fn tick_asking(
        mut self,
        verb: &'static str,
        every_s: i64,
        addresses: tick::Addresses,
        act: tick::Answered,
    ) -> Routes {
        self.ticks.push(Ticking { verb, every_s, work: Work::Asking(addresses, act) });
        self
    }

    /// A page to look at.
    pub fn look<S, Q, A>(self, path: &'static str, verb: &'static str, right: Right, show: Look<S, Q, A>) -> Routes
    where
        S: Scope,
        Q: DeserializeOwned + Send + 'static,
        A: Into<Answer> + 'static,
    {
        self.looks(Method::GET, path, verb, right, show)
    }

    /// A look whose question may not stand in an address: a search for a name, a screening.
    pub fn look_by_post<S, Q, A>(
        self,
        path: &'static str,
        verb: &'static str,
        right: Right,
        show: Look<S, Q, A>,
    ) -> Routes
    where
        S: Scope,
        Q: DeserializeOwned + Send + 'static,
        A: Into<Answer> + 'static,
    {
        self.looks(Method::POST, path, verb, right, show)
    }

    /// A judgement: a look by POST whose JSON body, of any depth, is handed over whole as the field `input`.
    pub fn judgement<Q, A>(self, path: &'static str, verb: &'static str, right: Right, show: Look<Mine, Q, A>) -> Routes
    where
        Q: DeserializeOwned + Send + 'static,
        A: Into<Answer> + 'static,
    {
        let mut routes = self.looks(Method::POST, path, verb, right, show);
        if let Some(route) = routes.rows.last_mut() {
            route.whole = true;
        }
        routes
    }

    fn looks<S, Q, A>(
        mut self,
        method: Method,
        path: &'static str,
        verb: &'static str,
        right: Right,
        show: Look<S, Q, A>,
    ) -> Routes
    where
        S: Scope,
        Q: DeserializeOwned + Send + 'static,
        A: Into<Answer> + 'static,
    {
        let named = serve::Named { verb, right };
        let serve: Serve = Arc::new(move |house, asked| Box::pin(serve::look::<S, Q, A>(house, asked, named, show)));
        self.rows.push(Route {
            method,
            path,
            verb,
            right,
            scope: S::NAME,
            acts: false,
            whole: false,
            takes_file: false,
            serve,
        });
        self
    }

    /// An act: the change and its line in the trail land together, or not at all.
    pub fn act<S, F, P>(
        mut self,
        path: &'static str,
        verb: &'static str,
        right: Right,
        prepare: Prepare<S, F, P>,
        perform: Perform<S, P>,
    ) -> Routes
    where
        S: Scope + Send,
        F: DeserializeOwned + Send + 'static,
        P: Send + 'static,
    {
        let act = serve::Both { prepare, perform };
        let named = serve::Named { verb, right };
        let serve: Serve = Arc::new(move |house, asked| Box::pin(serve::act::<S, F, P>(house, asked, named, act)));
        self.rows.push(Route {
            method: Method::POST,
            path,
            verb,
            right,
            scope: S::NAME,
            acts: true,
            whole: false,
            takes_file: false,
            serve,
        });
        self
    }

    /// An act whose form may bring a file, as `multipart/form-data` with the file's part named anything: the room finds it
    /// in [`Ask::file`]. A form of this kind may be larger; a plain form or JSON is taken too, without a file.
    pub fn upload<S, F, P>(
        self,
        path: &'static str,
        verb: &'static str,
        right: Right,
        prepare: Prepare<S, F, P>,
        perform: Perform<S, P>,
    ) -> Routes
    where
        S: Scope + Send,
        F: DeserializeOwned + Send + 'static,
        P: Send + 'static,
    {
        let mut routes = self.act(path, verb, right, prepare, perform);
        if let Some(route) = routes.rows.last_mut() {
            route.takes_file = true;
        }
        routes
    }
}
