//! My care beyond the intake, and the intake without a phone.
use crate::phone::{invited, urls};
use crate::site::{Browser, Site, each_engine};
use app::door::Role;
use axum::http::{Method, StatusCode};

/// A session with this client that is signed: relaxation of the neck. Gives its id.
fn treated(site: &Site, marta: &Browser, client: &str) -> String {
    site.post(marta, &format!("/clients/{client}/check"), &[("rest", "no")]);
    let opened = site.post(marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment")]);
    let session = opened.location.rsplit('/').next().unwrap().to_string();
    let url = format!("/clients/{client}/sessions/{session}");
    let applied = [("technique", "swedish"), ("site", "neck"), ("side", "both"), ("minutes", "20")];
    let done = site.post(marta, &format!("{url}/applications"), &applied);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let signed = site.post(
        marta,
        &format!("{url}/sign"),
        &[
            ("secret", "linen and spruce"),
            ("subjective", "neck"),
            ("objective", "neck"),
            ("assessment", "well"),
            ("plan", "again"),
        ],
    );
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    session
}

#[test]
fn a_client_reads_what_was_done_and_what_is_usual_after_it_once_it_is_signed() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        assert!(site.get(&amara, "/my/plan").body.contains("No visit is on record yet"));
        let session = treated(site, &marta, &client);
        let page = site.get(&amara, "/my/plan").body;
        assert!(page.contains("Marta Lind") && page.contains("20</span> min"), "{page}");
        let care = site.get(&amara, &format!("/my/sessions/{session}/after-care"));
        assert_eq!(care.status, StatusCode::OK);
        assert!(!care.body.contains(&format!("/clients/{client}")), "a client's page leads to no page of the practice");
        assert!(
            !page.contains("/clients/") && !page.contains("assessment"),
            "nor does it show what was written for the practice"
        );
        let other = site.client("Noor", &marta);
        let theirs = treated(site, &marta, &other);
        for url in [format!("/my/sessions/{theirs}/after-care"), format!("/my/after/{theirs}")] {
            assert_eq!(site.get(&amara, &url).status, StatusCode::NOT_FOUND, "{url}");
        }
    });
}

#[test]
fn a_bad_sign_in_the_days_after_a_visit_is_answered_at_once_and_reaches_the_practitioner() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let session = treated(site, &marta, &client);
        let after = format!("/my/after/{session}");
        assert!(!site.get(&amara, "/my").body.contains(&after), "it is not asked on the same day");
        site.tick(30 * 3_600);
        let amara = again(site, "amara");
        assert!(site.get(&amara, "/my").body.contains(&after), "it is asked from a day after");
        let none = site.post(&amara, &after, &[("feeling", "worse")]);
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing becomes a no by being left out");
        let warning = site.get(&amara, &format!("/api{after}")).body;
        let warning: serde_json::Value = serde_json::from_str(&warning).unwrap();
        let key = warning["warnings"][0]["value"].as_str().unwrap().to_string();
        let said = site.post(
            &amara,
            &after,
            &[("feeling", "worse"), ("warning", &key), ("words", "since last night"), ("rest", "no")],
        );
        assert!(said.location.starts_with("/my/help/"), "{} {}", said.status, said.body);
        assert!(site.get(&amara, &said.location).body.contains("Nobody is watching"));
        assert_eq!(site.texts("select kind || ' ' || about as text from alert"), [format!("reaction {key}")]);
        let marta = site.again("marta");
        assert!(site.get(&marta, "/today").body.contains("Said something that cannot wait"));
        let chart = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(chart.contains("Reaction after a session") && chart.contains("since last night"));
        assert_eq!(site.get(&amara, &after).status, StatusCode::NOT_FOUND, "it is said once");
    });
}

fn again(site: &Site, login: &str) -> Browser {
    let form = [("login", login), ("password", "linen and spruce")];
    Browser { cookie: site.post(&Browser::default(), "/sign-in", &form).cookie, id: String::new() }
}

#[test]
fn a_tick_a_day_is_one_entry_and_the_practice_sees_how_it_goes() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        assert!(site.get(&amara, "/my/home").body.contains("Nothing is given to do at home"));
        let item = planned(site, &client);
        let url = format!("/my/home/{item}");
        assert_eq!(
            site.post(&amara, &url, &[("done", "yes"), ("pain", "11")]).status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(site.post(&amara, &url, &[("done", "yes"), ("pain", "3")]).status, StatusCode::SEE_OTHER);
        assert!(site.get(&amara, "/my/home").body.contains("Not done after all"));
        site.post(&amara, &url, &[("done", "no")]);
        assert!(!site.get(&amara, "/my/home").body.contains("Not done after all"));
        site.post(&amara, &url, &[("done", "yes"), ("pain", "2")]);
        assert_eq!(site.texts("select distinct of as text from home_tick").len(), 1, "one entry for the day");
        let chart = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(chart.contains("on 1 of the last 14 days") && chart.contains("worst pain 2"), "{chart}");
        assert_eq!(site.post(&amara, "/my/home/nothing_given", &[("done", "yes")]).status, StatusCode::NOT_FOUND);
        assert!(site.verified());
    });
}

/// A plan that stands with one thing to do at home; gives its key.
fn planned(site: &Site, client: &str) -> String {
    let item = site.house.knowledge.homecare.items.first().map(|item| item.key.clone()).unwrap();
    let (client, key) = (client.to_string(), item.clone());
    let chain = db::Chain::chart(&client);
    let act = db::Act { id: "planned".into(), by: "test".into(), at: 1, secret: [7; 32], chains: vec![chain.clone()] };
    let written = site.db.act(act, move |db| {
        let common = |of: &str| [("of", of.into()), ("effective_at", 1.into()), ("client", client.as_str().into())];
        let empty = |names: &[&'static str]| names.iter().map(|name| (*name, "".into())).collect::<Vec<_>>();
        let mut plan = empty(&["about", "complaint", "side", "words", "state", "reason", "knowledge"]);
        plan.extend(common("pla_test"));
        db.record(&chain, "plan", "pla_test", &plan)?;
        let mut item = empty(&["condition", "sites", "side", "detail", "scale", "form_version", "recall", "method"]);
        item.extend(common("pit_test"));
        item.extend([
            ("version", "pla_test".into()),
            ("n", 0.into()),
            ("kind", "home".into()),
            ("key", key.as_str().into()),
        ]);
        db.record(&chain, "plan_item", "pit_test", &item)
    });
    written.wait().unwrap();
    item
}

#[test]
fn messages_go_both_ways_and_wait_until_they_are_read() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        assert_eq!(site.post(&amara, "/my/messages", &[("words", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        site.post(&amara, "/my/messages", &[("words", "May I swim tomorrow?")]);
        assert!(site.get(&marta, "/today").body.contains("Wrote a message"));
        let box_url = format!("/clients/{client}/messages");
        assert!(site.get(&marta, &box_url).body.contains("May I swim"));
        site.post(&marta, &box_url, &[("words", "Yes, gently.")]);
        assert!(!site.get(&marta, "/today").body.contains("Wrote a message"), "who answers has read");
        assert!(site.get(&amara, "/my").body.contains("A message for you"));
        let of = site.texts("select of as text from message where side = 'practice'").remove(0);
        assert_eq!(
            site.post(&marta, &format!("{box_url}/{of}/read"), &[]).status,
            StatusCode::NOT_FOUND,
            "nobody reads for another"
        );
        assert_eq!(site.post(&amara, &format!("/my/messages/{of}/read"), &[]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&amara, "/my").body.contains("A message for you"));
        let desk = site.person("dora", &[Role::Desk]);
        assert_eq!(site.get(&desk, &box_url).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_client_takes_their_record_and_sees_who_was_at_it() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let other = site.client("Zebedee Quill", &marta);
        treated(site, &marta, &other);
        treated(site, &marta, &client);
        let amara = invited(site, &marta, &client, "amara");
        site.get(&marta, &format!("/clients/{client}"));
        site.house.settle();
        let page = site.get(&amara, "/my/record").body;
        assert!(page.contains("Marta Lind") && page.contains("looked"), "{page}");
        let file = site.get(&amara, "/my/record/export");
        assert!(file.heads["content-disposition"].to_str().unwrap().contains("my-record-"));
        let whole: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        assert_eq!(whole["client"], client.as_str());
        assert_eq!(whole["record"]["application"].as_array().unwrap().len(), 1);
        assert!(!file.body.contains("Zebedee") && !file.body.contains(&other));
        assert!(site.trail().iter().any(|line| line.contains("my.export done")), "taking it is trailed");
    });
}

#[test]
fn questionnaires_are_filled_in_by_the_client_but_none_that_needs_somebody_there() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        assert_eq!(
            site.get(&amara, "/my/forms/phq9").status,
            StatusCode::NOT_FOUND,
            "its ninth item needs a conversation"
        );
        assert_eq!(site.get(&amara, "/my/forms/rmdq").status, StatusCode::OK);
        let pain = site.post(&marta, &format!("/clients/{client}/measures/rmdq"), &[("none", "yes")]);
        assert_eq!(pain.status, StatusCode::SEE_OTHER, "{}", pain.body);
        assert!(!site.get(&amara, "/my").body.contains("/my/forms/rmdq"), "it was filled in today");
        site.tick(15 * 24 * 3_600);
        let amara = again(site, "amara");
        assert!(site.get(&amara, "/my").body.contains("/my/forms/rmdq"), "after two weeks it is asked again");
        assert_eq!(site.post(&amara, "/my/forms/rmdq", &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&amara, "/my/forms/rmdq", &[("none", "yes")]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&amara, "/my").body.contains("/my/forms/rmdq"));
        assert!(site.verified());
    });
}

#[test]
fn a_device_kept_to_one_intake_opens_nothing_else_until_the_pin() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let other = site.client("Zebedee Quill", &marta);
        site.post(&marta, &format!("/clients/{client}/intake/organs"), &[("asthma", "yes")]);
        let kiosk = format!("/clients/{client}/phone/kiosk");
        assert_eq!(
            site.post(&marta, &kiosk, &[("source", "client")]).status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "without a PIN nobody comes back"
        );
        site.post(&marta, "/me/pin", &[("pin", "2580"), ("password", "linen and spruce")]);
        assert_eq!(site.post(&marta, &kiosk, &[("source", "client")]).location, "/my/intake");
        let page = site.get(&marta, "/my/intake").body;
        assert!(!page.contains("Marta Lind") && !page.contains("href=\"/today\""), "no way to anything else");
        for (method, url) in urls(&other).into_iter().chain(urls(&client)) {
            let reply = if method == Method::GET {
                site.get(&marta, &url)
            } else {
                site.post(&marta, &url, &[("legal_name", "Taken")])
            };
            assert_eq!(reply.location, "/unlock", "{method} {url}: {}", reply.status);
        }
        for url in ["/my", "/my/record", "/my/record/export", "/my/messages", "/me", "/"] {
            assert_eq!(site.get(&marta, url).location, "/unlock", "{url}");
        }
        let organs = site.get(&marta, "/my/intake/organs").body;
        assert!(!organs.contains("checked"), "what was said before is not shown");
        assert_eq!(site.post(&marta, "/my/intake/organs", &[("rest", "none")]).location, "/my/intake/next");
        let asthma = "select answer as text from fact where fact = 'asthma' order by at, id";
        assert_eq!(site.texts(asthma), ["yes"], "what was not shown is not taken back");
        let alarm = site.post(&marta, "/my/intake/today_alarm", &[("yes", "stroke_signs"), ("rest", "no")]);
        assert!(site.get(&marta, &alarm.location).body.contains("Please tell somebody here now"));
        assert_eq!(site.post(&marta, "/unlock", &[("pin", "0000")]).location, "/unlock?again=1");
        assert_eq!(site.post(&marta, "/unlock", &[("pin", "2580")]).location, "/");
        assert_eq!(site.get(&marta, "/my/intake").status, StatusCode::NOT_FOUND, "the sitting is over");
        assert!(site.get(&marta, "/today").body.contains("Amara"));
        site.post(&marta, "/lock", &[]);
        assert_eq!(site.get(&marta, "/my/intake").location, "/unlock", "and a lock is a lock again");
        assert!(site.verified());
    });
}

#[test]
fn the_desk_writes_down_what_a_client_says_and_reads_nothing_that_was_said_before() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("dora", &[Role::Desk]);
        site.password(&desk);
        let client = site.client("Amara", &marta);
        site.post(&marta, &format!("/clients/{client}/medicines"), &[("name", "Eliquis")]);
        site.post(&desk, "/me/pin", &[("pin", "2580"), ("password", "linen and spruce")]);
        assert_eq!(
            site.post(&desk, &format!("/clients/{client}/phone/kiosk"), &[("source", "desk")]).location,
            "/my/intake"
        );
        assert!(!site.get(&desk, "/my/intake/medicines").body.contains("Eliquis"));
        site.post(&desk, "/my/intake/medicines", &[("name", "Ibuprofen"), ("then", "on")]);
        assert_eq!(site.texts("select source as text from medication order by at, id"), ["client", "desk"]);
        site.tick(3 * 3_600);
        assert_eq!(site.get(&desk, "/my/intake").location, "/unlock", "it ends by itself");
    });
}

#[test]
fn the_questions_are_there_on_paper_too() {
    each_engine(|site| {
        let desk = {
            site.founded();
            site.person("dora", &[Role::Desk])
        };
        let page = site.get(&desk, "/intake-form").body;
        for words in ["Low back", "None of these", "Medicines", "Nobody reads this sheet"] {
            assert!(page.contains(words), "{words}");
        }
    });
}
