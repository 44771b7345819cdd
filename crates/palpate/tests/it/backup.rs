use crate::program::{Place, mode, palpate, w};
use std::fs;

#[test]
fn a_backup_comes_back_whole_and_never_over_what_is_there() {
    let place = Place::file().founded();
    let kept = place.path("kept.palpate");
    place.run([w("backup"), w(&kept)]).ends(0).says("every seal recomputed");
    assert_eq!(mode(&kept), 0o600);
    assert_eq!(
        fs::read_dir(&place.folder)
            .unwrap()
            .filter(|one| {
                let name = one.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("kept")
            })
            .count(),
        1,
        "nothing is left beside it"
    );
    place.run([w("backup"), w(&kept)]).ends(2).says("already");

    place.run([w("restore"), w(&kept)]).ends(2).says("--force");
    place.run([w("restore"), w(&kept), w("--force")]).ends(0).says("Every seal holds");
    place.run([w("verify")]).ends(0);
    place.run([w("user"), w("list")]).ends(0).says("marta\tMarta Lind\towner,practitioner");
}

#[test]
fn a_backup_with_a_passphrase_opens_with_it_alone() {
    let place = Place::file().founded();
    let (kept, right, wrong) = (place.path("kept.age"), place.path("right"), place.path("wrong"));
    fs::write(&right, "a long walk by the sea\n").unwrap();
    fs::write(&wrong, "a short one\n").unwrap();
    place.run([w("backup"), w(&kept), w("--passphrase-file"), w(&right)]).ends(0).says("encrypted");
    let bytes = fs::read(&kept).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/"));
    assert!(!bytes.windows(6).any(|six| six == b"SQLite"));

    let other = Place::file();
    other.run([w("restore"), w(&kept)]).ends(1).says("encrypted");
    other.run([w("restore"), w(&kept), w("--passphrase-file"), w(&wrong)]).ends(1);
    assert!(!other.data().exists());
    other.run([w("restore"), w(&kept), w("--passphrase-file"), w(&right)]).ends(0);
    other.run([w("verify")]).ends(0);
}

#[test]
fn a_backup_for_a_recipient_opens_for_whoever_has_the_identity_and_with_any_age_program() {
    use age::secrecy::ExposeSecret;
    let place = Place::file().founded();
    let (mine, stranger) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let recipient = mine.to_public().to_string();
    let kept = place.path("kept.age");
    place.run([w("backup"), w(&kept), w("--encrypt-to"), w(&recipient)]).ends(0).says("encrypted");
    assert_eq!(mode(&kept), 0o600);

    // As any other program of that format would.
    let bytes = fs::read(&kept).unwrap();
    let plain = age::decrypt(&mine, &bytes).unwrap();
    assert!(plain.starts_with(b"SQLite format 3\0"));
    assert!(age::decrypt(&stranger, &bytes).is_err());

    let other = Place::file();
    let (right, wrong) = (other.path("right"), other.path("wrong"));
    fs::write(&right, format!("# made by a test\n{}\n", mine.to_string().expose_secret())).unwrap();
    fs::write(&wrong, format!("{}\n", stranger.to_string().expose_secret())).unwrap();
    other.run([w("restore"), w(&kept), w("--identity"), w(&wrong)]).ends(1);
    assert!(!other.data().exists());
    other.run([w("restore"), w(&kept), w("--identity"), w(&right)]).ends(0).says("Every seal holds");
    other.run([w("verify")]).ends(0);
    other.run([w("user"), w("list")]).ends(0).says("marta");
}

#[test]
fn a_backup_for_a_recipient_is_refused_where_the_recipient_is_none() {
    let place = Place::file().made();
    let kept = place.path("kept.age");
    place.run([w("backup"), w(&kept), w("--encrypt-to"), w("age1nobody")]).ends(1).says("not an age recipient");
    assert!(!kept.exists());
}

#[test]
fn a_practice_moves_between_the_engines_and_every_seal_holds() {
    let Some(schema) = Place::schema() else { return };
    let file = Place::file().founded();
    let kept = file.path("kept.palpate");
    file.run([w("backup"), w(&kept)]).ends(0);
    schema.run([w("restore"), w(&kept)]).ends(0).says("Every seal holds");
    schema.run([w("verify")]).ends(0);
    schema.run([w("restore"), w(&kept)]).ends(2).says("already");

    let back = schema.path("back.palpate");
    schema.run([w("backup"), w(&back)]).ends(0);
    let again = Place::file();
    again.run([w("restore"), w(&back)]).ends(0).says("Every seal holds");
    again.run([w("user"), w("list")]).ends(0).says("marta");
}

#[test]
fn what_is_no_backup_is_input_and_leaves_nothing_behind() {
    let place = Place::file();
    let text = place.path("text");
    fs::write(&text, "a letter, not a database").unwrap();
    let said = place.run([w("restore"), w(&text)]);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(!place.data().exists());
    let nothing = palpate().args(["backup", "x", "--data", "not/there"]).output().unwrap();
    assert_eq!(nothing.status.code(), Some(2));
}
