use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::sync::oneshot;

use crate::Error;

/// An answer on its way: await it, or [`wait`](Pending::wait) for it where there is no runtime.
#[must_use = "the answer says whether the work was kept"]
pub struct Pending<T, E>(oneshot::Receiver<Result<T, E>>);

impl<T, E: From<Error>> Pending<T, E> {
    pub(crate) fn new() -> (oneshot::Sender<Result<T, E>>, Pending<T, E>) {
        let (reply, answer) = oneshot::channel();
        (reply, Pending(answer))
    }

    /// Blocks this thread until the answer is there. Not for use inside an async runtime.
    pub fn wait(self) -> Result<T, E> {
        self.0.blocking_recv().unwrap_or_else(|_| Err(closed().into()))
    }
}

impl<T, E: From<Error>> Future for Pending<T, E> {
    type Output = Result<T, E>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(ready!(Pin::new(&mut self.0).poll(cx)).unwrap_or_else(|_| Err(closed().into())))
    }
}

pub(crate) fn closed() -> Error {
    Error::Down("the database was closed".to_owned())
}
