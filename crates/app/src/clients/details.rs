//! One entry of the directory: looked at, changed, and what of it belongs on the chart.
use super::{
    FormPage, Nothing,
    form::{self, Client, ClientForm},
    month_first, store,
};
use crate::door::{Ask, Chart, Done, Error, Listed, Page, Result, Right, Routes, Shown};
use crate::ui::{Panel, Said, Words, filters};
use askama::Template;
use db::{Reader, Writer};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .look("/clients/{client}/details", "client.show", Right::Directory, show)
        .look("/clients/{client}/edit", "client.edit", Right::EditDirectory, edit)
        .act("/clients/{client}/edit", "client.change", Right::EditDirectory, prepare, change)
}

#[derive(Template, Serialize)]
#[template(path = "clients/details.html")]
struct DetailsPage {
    id: String,
    client: Client,
    lines: Lines,
    may_edit: bool,
    chart: bool,
}

impl Page for DetailsPage {
    fn title(&self, words: &Words) -> String {
        words.t("clients-details-title")
    }
}

/// The choices that were made, in words; what was not recorded is left out.
#[derive(Serialize)]
struct Lines {
    sex: Said,
    ways: Vec<Said>,
    language: Option<Said>,
    preferences: Vec<(&'static str, Said)>,
}

impl Lines {
    fn of(client: &Client) -> Lines {
        let recorded = |value: &str| !value.is_empty();
        let preferences = [
            ("clients-pref-pressure", &client.pref_pressure, form::said(form::PRESSURE, &client.pref_pressure)),
            ("clients-pref-table", &client.pref_table, Said::plain(&client.pref_table)),
            ("clients-pref-oil", &client.pref_oil, Said::plain(&client.pref_oil)),
            ("clients-pref-talk", &client.pref_talk, form::said(form::TALK, &client.pref_talk)),
        ];
        Lines {
            sex: form::said(form::SEX, &client.clinical_sex),
            ways: client.contact_by.iter().map(|way| form::said(form::WAYS, way)).collect(),
            language: recorded(&client.locale).then(|| form::said(form::LANGUAGES, &client.locale)),
            preferences: preferences
                .into_iter()
                .filter(|(_, value, _)| recorded(value))
                .map(|(key, _, said)| (key, said))
                .collect(),
        }
    }
}

fn show(db: &mut Reader<'_>, ask: &Ask<Listed>, _: Nothing) -> Result<DetailsPage> {
    let (_, client) = store::client(db, ask.scope.client())?;
    Ok(DetailsPage {
        id: ask.scope.client().into(),
        lines: Lines::of(&client),
        client,
        may_edit: ask.by.may(Right::EditDirectory),
        chart: ask.by.may(Right::ReadChart),
    })
}

fn edit(db: &mut Reader<'_>, ask: &Ask<Listed>, _: Nothing) -> Result<FormPage> {
    let (version, client) = store::client(db, ask.scope.client())?;
    Ok(FormPage::of(client.filled().of_version(version), ask.scope.client()))
}

/// What the entry becomes, and the version that it replaces.
struct Changed {
    version: i64,
    client: Client,
}

fn prepare(db: &mut Reader<'_>, ask: &Ask<Listed>, form: ClientForm) -> Result<Changed> {
    let id = ask.scope.client();
    let (version, now) = store::client(db, id)?;
    let parsed = form::parse(&form, ask.today, month_first(ask));
    if ask.version != Some(version) {
        // Both versions: what was typed in the form, what stands now beside it where it differs.
        let mut page = FormPage::of(form.filled(vec![]).of_version(version), id);
        page.meanwhile = match &parsed {
            Ok(mine) => now.differences(mine),
            Err(_) => now.differences(&Client::default()),
        };
        return Err(Error::Stale(Shown::new(page)));
    }
    match parsed {
        Ok(client) => Ok(Changed { version, client }),
        Err(refusals) => {
            let page = FormPage::of(form.filled(refusals).of_version(version), id);
            Err(Error::Refused(Shown::new(page)))
        }
    }
}

fn change(db: &mut Writer<'_>, ask: &Ask<Listed>, changed: &Changed) -> Result<Done> {
    store::change(db, ask, changed.version, &changed.client)?;
    Ok(Done::to(ask.scope.url("details")).about(ask.scope.client()))
}

/// What of the directory belongs on the chart: how the client likes to be treated, and how to reach whom.
#[derive(Template, Serialize)]
#[template(path = "clients/panel.html")]
struct OnChart {
    client: Client,
    lines: Lines,
}

/// The directory's panel on the chart.
pub(crate) fn panel(db: &mut Reader<'_>, ask: &Ask<Chart>) -> Result<Option<Panel>> {
    let (_, client) = store::client(db, ask.chart().client())?;
    let lines = Lines::of(&client);
    let panel = Panel::aside("clients-panel", OnChart { client, lines });
    Ok(Some(panel.link(ask.chart().url("details"), "clients-details-title")))
}
