//! A certificate for a practice's own network, where no public authority vouches for a name.
use crate::{outcome::Outcome, serve::clock, terminal::private};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use std::{fs, io::Write, path::Path};

/// Longer than this, some devices refuse a certificate.
const DAYS: i64 = 820;

/// Makes an authority that can vouch for this one name, a certificate by it, and a page that tells how to trust it.
/// The authority's key is not kept: nobody can make another certificate with it.
pub(crate) fn make(name: &str, folder: &Path) -> Result<(), Outcome> {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    if !plain || !(1..=253).contains(&name.len()) || name.starts_with(['.', '-']) {
        return Err(Outcome::Input(
            "a name in a network is letters, digits, dots and hyphens, such as palpate.lan".into(),
        ));
    }
    if folder.exists() {
        return Err(Outcome::No(format!("{} is there already; nothing was changed", folder.display())));
    }
    let failed = |why: rcgen::Error| Outcome::Fault(why.to_string());
    let midnight = |(year, month, day)| date_time_ymd(year, month, day);
    let (from, until) = (midnight(day(-1)?), midnight(day(DAYS)?));

    let mut authority = CertificateParams::new(Vec::<String>::new()).map_err(failed)?;
    authority.distinguished_name.push(DnType::CommonName, format!("Palpate in this practice ({name})"));
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    if name.parse::<std::net::IpAddr>().is_err() {
        let permitted_subtrees = vec![GeneralSubtree::DnsName(name.to_owned())];
        authority.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    }
    (authority.not_before, authority.not_after) = (from, until);
    let authority_key = KeyPair::generate().map_err(failed)?;
    let root = authority.self_signed(&authority_key).map_err(failed)?;

    let mut own = CertificateParams::new(vec![name.to_owned()]).map_err(failed)?;
    own.distinguished_name.push(DnType::CommonName, name);
    own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    own.use_authority_key_identifier_extension = true;
    (own.not_before, own.not_after) = (from, until);
    let own_key = KeyPair::generate().map_err(failed)?;
    let own = own.signed_by(&own_key, &Issuer::from_params(&authority, &authority_key)).map_err(failed)?;

    fs::create_dir_all(folder)?;
    fs::write(folder.join("authority.crt"), root.pem())?;
    fs::write(folder.join("cert.pem"), own.pem() + &root.pem())?;
    private(&folder.join("key.pem"))?.write_all(own_key.serialize_pem().as_bytes())?;
    fs::write(folder.join("trust.html"), include_str!("trust.html").replace("{name}", name))?;
    say!("Made in {}: authority.crt, cert.pem, key.pem (keep it here), trust.html (read it first).", folder.display());
    say!("Now: palpate serve --listen 0.0.0.0:8443 --cert {0}/cert.pem --key {0}/key.pem", folder.display());
    Ok(())
}

/// The day so many days from today: year, month, day of the month.
fn day(days: i64) -> Result<(i32, u8, u8), Outcome> {
    let date = clock()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .checked_add(jiff::Span::new().days(days))
        .map_err(|why| Outcome::Fault(why.to_string()))?;
    Ok((date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()))
}
