//! The client's phone: their own way in, and nobody else's data.
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::{Right, Role};
use axum::http::{Method, StatusCode};

const SECRET: &str = "0123456789abcdef0123456789abcdef01234567";

/// Makes a link for this client and takes it.
pub fn invited(site: &Site, by: &Browser, client: &str, login: &str) -> Browser {
    let secret = format!("{login:0<40}").bytes().map(|byte| format!("{:x}", byte % 16)).collect::<String>();
    let made = site.post(by, &format!("/clients/{client}/phone/invite"), &[("secret", &secret)]);
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let taken = join(site, &secret, login);
    assert_eq!((taken.status, taken.location.as_str()), (StatusCode::SEE_OTHER, "/my"), "{}", taken.body);
    Browser { cookie: taken.cookie, id: String::new() }
}

fn join(site: &Site, secret: &str, login: &str) -> Reply {
    let form = [("login", login), ("password", "linen and spruce"), ("locale", "en")];
    site.post(&Browser::default(), &format!("/care/{secret}"), &form)
}

#[test]
fn a_link_opens_once_within_a_week_and_is_kept_nowhere() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let phone = format!("/clients/{client}/phone");
        assert!(site.get(&marta, &phone).body.contains("No sign-in of their own yet"));
        let unmade = site.get(&Browser::default(), &format!("/care/{SECRET}"));
        assert_eq!(unmade.status, StatusCode::NOT_FOUND, "a link that was drawn and not made opens nothing");
        let junk = site.post(&marta, &format!("{phone}/invite"), &[("secret", "1234")]);
        assert_eq!(junk.status, StatusCode::UNPROCESSABLE_ENTITY);
        site.post(&marta, &format!("{phone}/invite"), &[("secret", SECRET)]);
        for table in [
            "select token as text from client_invitation",
            "select location as text from trail where location is not null",
        ] {
            assert!(site.texts(table).iter().all(|text| !text.contains(SECRET)), "{table}");
        }
        let nobody = Browser::default();
        assert!(site.get(&nobody, &format!("/care/{SECRET}")).body.contains("Hands and House"));
        let weak = site.post(&nobody, &format!("/care/{SECRET}"), &[("login", "amara"), ("password", "amara")]);
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let taken = site.post(
            &nobody,
            &format!("/care/{SECRET}"),
            &[("login", "marta"), ("password", "linen and spruce"), ("locale", "en")],
        );
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody has this name");
        let joined = join(site, SECRET, "amara");
        assert_eq!((joined.status, joined.location.as_str()), (StatusCode::SEE_OTHER, "/my"));
        let amara = Browser { cookie: joined.cookie, id: String::new() };
        assert!(site.get(&amara, "/my").body.contains("Hello Amara"));
        assert_eq!(site.get(&amara, "/").location, "/my");
        assert_eq!(join(site, SECRET, "another").status, StatusCode::NOT_FOUND, "once");
        let late = site.client("Late", &marta);
        let secret = SECRET.replace('0', "f");
        site.post(&marta, &format!("/clients/{late}/phone/invite"), &[("secret", &secret)]);
        site.tick(7 * 24 * 3_600 + 1);
        assert_eq!(join(site, &secret, "late").status, StatusCode::NOT_FOUND, "within a week");
        assert!(site.verified());
    });
}

#[test]
fn a_newer_link_replaces_the_older_and_gives_the_same_client_a_new_password() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let invite = format!("/clients/{client}/phone/invite");
        site.post(&marta, &invite, &[("secret", SECRET)]);
        let newer = SECRET.replace('1', "e");
        site.post(&marta, &invite, &[("secret", &newer)]);
        assert_eq!(join(site, SECRET, "amara").status, StatusCode::NOT_FOUND);
        let before = Browser { cookie: join(site, &newer, "amara").cookie, id: String::new() };
        let third = SECRET.replace('2', "d");
        site.post(&marta, &invite, &[("secret", &third)]);
        let again = join(site, &third, "not asked for");
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        assert_eq!(site.get(&before, "/my").location, "/sign-in", "the old sign-in ends with the old password");
        assert_eq!(
            site.texts("select login as text from person where id <> 'per_marta' and login <> 'marta'"),
            ["amara"]
        );
    });
}

#[test]
fn an_ended_way_in_is_shut_at_once() {
    each_engine(|site| {
        let marta = site.founded();
        let desk = site.person("dora", &[Role::Desk]);
        let client = site.client("Amara", &marta);
        let amara = invited(site, &desk, &client, "amara");
        assert_eq!(site.get(&amara, "/my").status, StatusCode::OK);
        let ended = site.post(&desk, &format!("/clients/{client}/phone/end"), &[]);
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get(&amara, "/my").location, "/sign-in");
        assert!(site.again("amara").cookie.is_none());
    });
}

/// Every route, with what it names filled by another client's id and ids.
pub fn urls(client: &str) -> Vec<(Method, String)> {
    let fill = |path: &str| {
        let mut out = String::new();
        for part in path.split_inclusive('}') {
            match part.split_once('{') {
                Some((before, "client}")) => out.push_str(&format!("{before}{client}")),
                Some((before, _)) => out.push_str(&format!("{before}xxx_00000000000000000000000000")),
                None => out.push_str(part),
            }
        }
        out
    };
    let theirs = |right| !matches!(right, Right::Everyone | Right::Own | Right::OwnChart | Right::OwnIntake);
    app::routes()
        .iter()
        .filter(|route| theirs(route.right))
        .map(|route| (route.method.clone(), fill(route.path)))
        .collect()
}

#[test]
fn a_client_reaches_nobody_elses_data_by_any_route() {
    each_engine(|site| {
        let marta = site.founded();
        let own = site.client("Amara", &marta);
        let other = site.client("Zebedee Quill", &marta);
        let amara = invited(site, &marta, &own, "amara");
        for client in [&other, &own] {
            for (method, url) in urls(client) {
                for url in [url.clone(), format!("/api{}", if url == "/" { "" } else { &url })] {
                    let reply = match method {
                        Method::GET => site.get(&amara, &url),
                        _ => site.post(&amara, &url, &[("rest", "no"), ("legal_name", "Taken Over")]),
                    };
                    let no = matches!(reply.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
                    assert!(no, "{method} {url}: {}", reply.status);
                    assert!(!reply.body.contains("Zebedee"), "{method} {url}");
                }
            }
        }
        // What is the client's own takes its client from the sign-in, whatever else is sent.
        let mine = app::routes();
        let mine = mine
            .iter()
            .filter(|route| matches!(route.right, Right::OwnChart | Right::OwnIntake) && route.method == Method::GET);
        for route in mine.filter(|route| !route.path.contains('{')) {
            let reply = site.get(&amara, &format!("{}?client={other}&chart={other}&person=per_marta", route.path));
            assert!(!reply.status.is_server_error() && !reply.body.contains("Zebedee"), "{}", route.path);
        }
        for table in ["fact", "told", "alert", "home_tick", "message"] {
            let sql = format!("select client as text from {table}");
            let rows =
                site.db.look(move |db| db.rows(&sql, &[], |row| Ok::<_, db::Error>(row.text("text")?.to_string())));
            assert!(rows.wait().unwrap().iter().all(|client| *client == own), "{table}");
        }
        let lines = site.trail();
        assert!(lines.iter().any(|line| line.contains("my.show done")), "looks of clients are trailed too");
        let charts = site.texts("select chart as text from trail where verb = 'my.show'");
        assert!(charts.iter().all(|chart| *chart == own), "into the trail of their own chart");
    });
}

#[test]
fn whoever_is_no_client_has_no_chart_of_their_own() {
    each_engine(|site| {
        let marta = site.founded();
        let loose = site.person("loose", &[Role::Client]);
        assert_eq!(site.get(&marta, "/my").status, StatusCode::NOT_FOUND);
        assert_eq!(site.get(&loose, "/my").status, StatusCode::NOT_FOUND, "a client's role without a chart opens none");
    });
}

/// Goes through the whole intake as a client of whom nothing is so; gives the addresses in their order.
fn healthy(site: &Site, amara: &Browser) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let next = site.get(amara, "/my/intake/next");
        assert_eq!(next.status, StatusCode::SEE_OTHER);
        if next.location == "/my/intake" {
            return seen;
        }
        let step = next.location;
        assert!(!seen.contains(&step), "{step} twice");
        assert_eq!(site.get(amara, &step).status, StatusCode::OK, "{step}");
        let form: &[(&str, &str)] = match step.as_str() {
            "/my/intake/medicines" => &[("then", "on")],
            "/my/intake/liking" => &[("pressure", "right")],
            _ => &[("rest", "none")],
        };
        let kept = site.post(amara, &step, form);
        assert_eq!(
            (kept.status, kept.location.as_str()),
            (StatusCode::SEE_OTHER, "/my/intake/next"),
            "{step}: {}",
            kept.body
        );
        seen.push(step);
    }
}

#[test]
fn a_healthy_client_goes_through_the_intake_a_tap_a_screen_and_the_day_is_checked() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let steps = healthy(site, &amara);
        assert!((15..=30).contains(&steps.len()), "{steps:?}");
        assert!(!steps.contains(&"/my/intake/pain".to_string()), "nothing hurts");
        assert!(site.texts("select answer as text from fact").iter().all(|answer| answer == "no"));
        assert!(site.texts("select source as text from fact").iter().all(|source| source == "client"));
        let fever = site.texts("select by as text from fact where fact = 'fever'");
        assert!(fever[0].starts_with("per_"), "by the client themselves: {fever:?}");
        assert_eq!(site.texts("select words as text from told where what = 'pressure'"), ["right"]);
        assert!(site.get(&amara, "/my").body.contains("Thank you, that is all"));
        let treatment = site.post(&marta, &format!("/clients/{client}/sessions"), &[("kind", "treatment")]);
        assert_eq!(treatment.status, StatusCode::SEE_OTHER, "the questions of today are answered: {}", treatment.body);
        site.tick(24 * 3_600);
        let amara = Browser {
            cookie: site
                .post(&Browser::default(), "/sign-in", &[("login", "amara"), ("password", "linen and spruce")])
                .cookie,
            id: String::new(),
        };
        let again = healthy(site, &amara);
        assert!(
            again.contains(&"/my/intake/today_ill".to_string()) && !again.contains(&"/my/intake/bone".to_string()),
            "a new day asks what is asked each day: {again:?}"
        );
        assert!(site.verified());
    });
}

#[test]
fn what_is_said_is_kept_step_by_step_and_not_sure_is_an_answer() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let both = site.post(&amara, "/my/intake/today_ill", &[("yes", "cold_mild"), ("rest", "none")]);
        assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY, "something and none");
        assert!(both.body.contains("checked"), "what was ticked is kept");
        let neither = site.post(&amara, "/my/intake/today_ill", &[]);
        assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing becomes a no by being left out");
        let form = [("yes", "cold_mild"), ("unsure", "feels_faint"), ("yes", "osteoporosis"), ("rest", "no")];
        assert_eq!(site.post(&amara, "/my/intake/today_ill", &form).location, "/my/intake/next");
        let said = |fact: &str| {
            let all = site.texts("select fact || ' ' || answer as text from fact");
            all.iter().filter_map(|line| line.strip_prefix(&format!("{fact} "))).map(str::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            (said("cold_mild"), said("feels_faint"), said("fever")),
            (vec!["yes".into()], vec!["unsure".into()], vec!["no".into()])
        );
        assert!(said("osteoporosis").is_empty(), "what is no question of the group is not taken");
        let areas = [
            ("area", "low_back"),
            ("area", "knee"),
            ("area", "nowhere_known"),
            ("reason", "Lifting boxes"),
            ("rest", "no"),
        ];
        assert_eq!(site.post(&amara, "/my/intake/where", &areas).status, StatusCode::SEE_OTHER);
        let none = site.post(&amara, "/my/intake/pain", &[("side-knee", "left"), ("pain", "11")]);
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        site.post(&amara, "/my/intake/pain", &[("side-knee", "left"), ("pain", "6")]);
        let steps = site.get(&amara, "/my/intake").body;
        assert!(steps.contains("/my/intake/cauda_equina"), "a low back is asked what a low back is asked");
        site.post(&amara, "/my/intake/medicines", &[("name", "Eliquis 5 mg"), ("then", "more")]);
        assert_eq!(site.texts("select known as text from medication"), ["apixaban"]);
        let chart = site.get(&marta, &format!("/clients/{client}")).body;
        for told in ["Told by the client", "Lifting boxes", "Low back", "Knee"] {
            assert!(chart.contains(told), "{told}");
        }
        assert_eq!(
            site.texts("select words as text from told where what = 'areas' order by at desc"),
            ["low_back:,knee:left", "low_back:,knee:"]
        );
    });
}

#[test]
fn what_a_client_marks_on_the_drawing_stands_on_the_body_chart_as_told_and_not_as_examined() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let page = site.get(&amara, "/my/intake/where").body;
        assert!(page.contains("value=\"knee:left\"") && page.contains("value=\"low_back\""), "{page}");
        let marked = [("area", "knee:left"), ("area", "calf:left"), ("area", "calf:right"), ("rest", "no")];
        assert_eq!(site.post(&amara, "/my/intake/where", &marked).status, StatusCode::SEE_OTHER);
        let again = site.get(&amara, "/my/intake/where").body;
        assert_eq!(again.matches("type=\"checkbox\" name=\"area\" value=\"calf:left\" checked").count(), 1, "{again}");
        assert!(!site.get(&amara, "/my/intake/pain").body.contains("side-knee"), "the side is known");
        site.tick(1);
        site.post(&amara, "/my/intake/pain", &[("pain", "6")]);
        let told = "select words as text from told where what = 'areas' order by at desc, id desc";
        assert_eq!(site.texts(told), ["knee:left,calf:both", "knee:left,calf:both"]);
        let chart = site.get(&marta, &format!("/clients/{client}/body")).body;
        assert!(chart.contains("Told by the client") && chart.contains("nobody has examined it"), "{chart}");
        assert!(chart.contains("told by the client, not examined\""), "the regions say it too");
        assert!(chart.contains("class=\"told\""));
        assert!(site.texts("select id as text from finding").is_empty(), "nothing was found by hands");
        let left = [("area", "hip"), ("rest", "no")];
        site.post(&amara, "/my/intake/where", &left);
        assert!(site.get(&amara, "/my/intake/where").body.contains("Also named, without a side"));
    });
}

#[test]
fn a_red_flag_shows_its_words_and_number_at_once_and_waits_for_somebody_by_name() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let stopped = site.post(&amara, "/my/intake/today_alarm", &[("yes", "stroke_signs"), ("rest", "no")]);
        assert!(stopped.location.starts_with("/my/help/alr_"), "{}", stopped.location);
        let help = site.get(&amara, &stopped.location).body;
        for words in ["tel:112", "Do not wait for your appointment", "Nobody is watching", "no diagnosis", "Marta Lind"]
        {
            assert!(help.contains(words), "{words}: {help}");
        }
        assert!(site.get(&marta, "/today").body.contains("Said something that cannot wait"));
        assert!(site.get(&marta, &format!("/clients/{client}")).body.contains("told to call at once"));
        site.post(&amara, "/my/intake/today_alarm", &[("yes", "stroke_signs"), ("rest", "no")]);
        assert_eq!(site.texts("select of as text from alert").len(), 1, "said twice, it waits once");
        let url = format!("/clients/{client}/alerts/{}", stopped.location.trim_start_matches("/my/help/"));
        assert_eq!(site.post(&marta, &url, &[("words", "")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        let desk = site.person("dora", &[Role::Desk]);
        assert_eq!(site.post(&desk, &url, &[("words", "seen")]).status, StatusCode::NOT_FOUND);
        let seen = site.post(&marta, &url, &[("words", "Rang her; her son drives her to hospital")]);
        assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
        assert!(site.trail().iter().any(|line| line.ends_with("alert.acknowledge done")));
        assert!(!site.get(&marta, "/today").body.contains("Said something that cannot wait"));
        let page = site.get(&marta, &format!("/clients/{client}/alerts")).body;
        assert!(page.contains("Rang her") && page.contains("Seen to"));
        let twice = site.post(&marta, &url, &[("words", "Once more")]);
        assert_eq!(twice.status, StatusCode::NOT_FOUND, "what was seen to waits no more");
        assert!(site.verified());
    });
}

#[test]
fn thoughts_of_harming_oneself_show_the_crisis_line_of_the_place() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let stopped = site.post(&amara, "/my/intake/mind", &[("yes", "rf_suicide"), ("rest", "no")]);
        let help = site.get(&amara, &stopped.location).body;
        assert!(help.contains("024") && help.contains("112") && help.contains("Nobody is watching"), "{help}");
        assert_eq!(site.texts("select kind as text from alert"), ["self_harm"]);
        assert!(!help.contains("rf_suicide"), "no code of ours");
        site.post(&amara, "/me/language", &[("locale", "es")]);
        assert!(site.get(&amara, &stopped.location).body.contains("Lea esto ahora"));
    });
}

#[test]
fn an_ordinary_yes_raises_nothing_and_shows_no_verdict() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let amara = invited(site, &marta, &client, "amara");
        let kept = site.post(&amara, "/my/intake/organs", &[("yes", "asthma"), ("yes", "hypothyroid"), ("rest", "no")]);
        assert_eq!(kept.location, "/my/intake/next");
        assert!(site.texts("select of as text from alert").is_empty());
        for url in ["/my", "/my/intake", "/my/intake/organs"] {
            let page = site.get(&amara, url).body;
            assert!(
                !page.contains("P3") && !page.contains("S0") && !page.contains("Nothing recorded against"),
                "{url}"
            );
        }
    });
}
