//! Papers: filed by content, whatever they are called; given out to be saved only; sealed with the rest of the record.
use crate::site::{Browser, Reply, Site, each_engine};
use app::door::Role;
use axum::body::Body;
use axum::http::{Method, StatusCode};

/// The smallest file of a kind that is whole.
pub const PDF: &[u8] =
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n44\n%%EOF\n";

/// Sends a form with a file as a browser does.
pub fn upload(site: &Site, who: &Browser, url: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n", file.0);
    body.extend(format!("{head}Content-Type: application/octet-stream\r\n\r\n").bytes());
    body.extend(file.1);
    body.extend(b"\r\n--xyz--\r\n");
    let heads = [("content-type", "multipart/form-data; boundary=xyz"), ("sec-fetch-site", "same-origin")];
    site.send(who, Method::POST, url, &heads, Body::from(body))
}

fn filed(site: &Site, who: &Browser, client: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
    let reply = upload(site, who, &format!("/clients/{client}/papers"), fields, file);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply
}

fn papers(site: &Site, who: &Browser, client: &str) -> Vec<serde_json::Value> {
    let page = site.get(who, &format!("/api/clients/{client}/papers")).body;
    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
    page["papers"].as_array().unwrap().clone()
}

#[test]
fn an_old_chart_is_filed_and_given_out_as_it_came_to_be_saved_and_nothing_else() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Amara", &marta);
        let mut large = PDF[..8].to_vec();
        large.extend((0..700_000u32).flat_map(|n| n.to_le_bytes()));
        large.extend(&PDF[8..]);
        let fields = [("kind", "old_chart"), ("title", "From 2011 on"), ("dated_on", "2019-03-12")];
        filed(site, &marta, &client, &fields, ("../<b>chart</b>.html", &large));
        let all = papers(site, &marta, &client);
        assert_eq!((all[0]["media"].as_str(), all[0]["size_kb"].as_i64()), (Some("PDF"), Some(2_801)));
        let url = all[0]["url"].as_str().unwrap();
        let reply = site.get(&marta, url);
        assert_eq!(reply.heads["content-type"], "application/pdf");
        assert_eq!(reply.heads["x-content-type-options"], "nosniff");
        assert_eq!(reply.heads["content-disposition"], "attachment; filename=\"old_chart-2019-03-12.pdf\"");
        let policies: Vec<_> = reply.heads.get_all("content-security-policy").iter().collect();
        assert!(policies.iter().any(|one| *one == "sandbox"), "{policies:?}");
        let kept = site.texts("select cast(cast(sum(length(bytes)) as bigint) as text) as text from paper_piece");
        assert_eq!(kept, [large.len().to_string()], "every byte is in the record");
        assert!(reply.body.starts_with("%PDF-1.7") && reply.body.ends_with("%%EOF\n"));
        assert!(site.trail().iter().any(|line| line.contains("paper.fetch done")), "who took it out is in the trail");
        assert!(site.verified());
    });
}

#[test]
fn what_a_file_is_its_content_says_and_not_its_name() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Noor", &marta);
        let url = format!("/clients/{client}/papers");
        let tries: [(&str, &[u8], &str); 5] = [
            ("scan.pdf", b"<!doctype html><script>alert(1)</script>", "neither a PDF nor a PNG or JPEG"),
            ("scan.png", b"\x89PNG\r\n\x1a\n<script>", "damaged or not what its beginning says"),
            ("cut.pdf", &PDF[..40], "damaged or not what its beginning says"),
            ("program.pdf", b"MZ\x90\x00", "neither a PDF nor a PNG or JPEG"),
            ("nothing.pdf", b"", "neither a PDF nor a PNG or JPEG"),
        ];
        for (name, content, why) in tries {
            let reply = upload(site, &marta, &url, &[("kind", "letter")], (name, content));
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(reply.body.contains(why), "{name}: {}", reply.body);
        }
        let mut huge = PDF.to_vec();
        huge.splice(8..8, std::iter::repeat_n(b' ', 8 << 20));
        let reply = upload(site, &marta, &url, &[("kind", "letter")], ("huge.pdf", &huge));
        assert!(reply.body.contains("larger than 8 MB"), "{}", reply.status);
        huge.resize(huge.len() + (1 << 20), 0);
        assert_eq!(upload(site, &marta, &url, &[], ("huge.pdf", &huge)).status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(papers(site, &marta, &client).is_empty());
    });
}

#[test]
fn a_paper_intake_is_on_file_with_its_day_and_needs_no_scan() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Kai", &marta);
        let url = format!("/clients/{client}/papers");
        let undated = site.post(&marta, &url, &[("kind", "paper_intake")]);
        assert_eq!(undated.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(undated.body.contains("Give a day that has come"));
        let later = site.post(&marta, &url, &[("kind", "paper_intake"), ("dated_on", "2027-01-01")]);
        assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = site.post(&marta, &url, &[("kind", "paper_intake"), ("dated_on", "2018-04-02")]);
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let overview = site.get(&marta, &format!("/clients/{client}")).body;
        assert!(overview.contains("Paper intake on file") && overview.contains("2 Apr 2018"));
        assert_eq!(papers(site, &marta, &client)[0]["url"], "", "there is nothing to fetch");
    });
}

#[test]
fn a_doctors_letter_stands_with_its_referral_and_leaves_it_when_filed_in_error() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Sofía", &marta);
        let referral = [("direction", "in"), ("whom", "Dr Vale"), ("why", "neck pain"), ("rule", "")];
        let made = site.post(&marta, &format!("/clients/{client}/referrals"), &referral);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let of = site.texts("select of as text from referral").remove(0);
        filed(site, &marta, &client, &[("kind", "letter"), ("entry", &of)], ("vale.pdf", PDF));
        let page = site.get(&marta, &format!("/clients/{client}/referrals")).body;
        let paper = site.texts("select of as text from paper").remove(0);
        assert!(page.contains(&format!("/papers/{paper}")), "{page}");
        let other = upload(
            site,
            &marta,
            &format!("/clients/{client}/papers"),
            &[("kind", "letter"), ("entry", "ref_of_somebody_else")],
            ("vale.pdf", PDF),
        );
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        let withdraw = format!("/clients/{client}/papers/{paper}/withdraw");
        assert_eq!(site.post(&marta, &withdraw, &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.post(&marta, &withdraw, &[("reason", "another client's")]).status, StatusCode::SEE_OTHER);
        assert!(!site.get(&marta, &format!("/clients/{client}/referrals")).body.contains(&paper));
        assert_eq!(site.get(&marta, &format!("/clients/{client}/papers/{paper}")).status, StatusCode::NOT_FOUND);
        assert_eq!(site.texts("select id as text from paper").len(), 2, "the record keeps both");
        assert!(site.verified());
    });
}

#[test]
fn a_paper_of_one_chart_is_not_given_out_in_another_and_not_to_the_desk() {
    each_engine(|site| {
        let marta = site.founded();
        let (client, other) = (site.client("Ana", &marta), site.client("Bo", &marta));
        filed(site, &marta, &client, &[("kind", "old_chart")], ("a.pdf", PDF));
        let paper = site.texts("select of as text from paper").remove(0);
        assert_eq!(site.get(&marta, &format!("/clients/{other}/papers/{paper}")).status, StatusCode::NOT_FOUND);
        let desk = site.person("desk", &[Role::Desk]);
        assert_eq!(site.get(&desk, &format!("/clients/{client}/papers/{paper}")).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_same_form_sent_twice_files_one_paper() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Mina", &marta);
        let page = site.get(&marta, &format!("/clients/{client}/papers")).body;
        let form = page.split("enctype=\"multipart/form-data\"").nth(1).unwrap();
        let act = form.split("name=\"_act\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields = [("_act", act), ("kind", "old_chart")];
        for _ in 0..2 {
            filed(site, &marta, &client, &fields, ("a.pdf", PDF));
        }
        assert_eq!(papers(site, &marta, &client).len(), 1);
        let changed = upload(site, &marta, &format!("/clients/{client}/papers"), &fields, ("b.pdf", PDF));
        assert_eq!(changed.status, StatusCode::CONFLICT, "the same act with another file is another act");
    });
}

#[test]
fn a_chart_that_leaves_takes_its_papers_along() {
    each_engine(|site| {
        let marta = site.founded();
        let client = site.client("Tomasz", &marta);
        filed(site, &marta, &client, &[("kind", "old_chart")], ("a.pdf", PDF));
        let chart = site.terminal().export_chart(&client).unwrap().unwrap();
        assert_eq!(chart["record"]["paper"].as_array().unwrap().len(), 1);
        let piece = chart["record"]["paper_piece"][0]["bytes"].as_str().unwrap();
        assert!(piece.len() >= PDF.len(), "{piece}");
    });
}
