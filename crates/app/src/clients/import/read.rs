//! A list of clients from another program: its columns by their headings, its rows as the form of a client would take them,
//! and everything that is wrong with a row by its line.
use super::super::form::{self, Client, ClientForm};
use clinical::Refusal;
use jiff::civil::Date;

/// The most rows that are taken at once.
pub(super) const MOST_ROWS: usize = 2_000;

/// Headings that mean a field, in English and Spanish and as the usual booking tools write them: folded to lower-case letters.
const HEADINGS: &[(&str, &[&str])] = &[
    ("legal_name", &["name", "fullname", "legalname", "client", "clientname", "nombrecompleto", "cliente"]),
    ("first", &["firstname", "givenname", "forename", "nombre"]),
    ("last", &["lastname", "surname", "familyname", "apellidos", "apellido"]),
    ("used_name", &["usedname", "preferredname", "nickname", "nombreusado", "nombrepreferido"]),
    ("birth_on", &["birthdate", "dateofbirth", "dob", "birthday", "born", "fechadenacimiento", "nacimiento"]),
    ("phone", &["phone", "phonenumber", "mobile", "mobilephone", "cell", "cellphone", "telefono", "movil"]),
    ("email", &["email", "emailaddress", "mail", "correo", "correoelectronico"]),
    ("address", &["address", "street", "streetaddress", "direccion", "calle"]),
    ("city", &["city", "town", "ciudad", "poblacion", "localidad"]),
    ("postcode", &["postcode", "zip", "zipcode", "postalcode", "codigopostal", "cp"]),
    ("pronouns", &["pronouns", "pronombres"]),
    ("identifier", &["id", "identifier", "clientid", "clientnumber", "number", "numero", "expediente"]),
    ("insurer", &["insurer", "insurance", "aseguradora", "seguro"]),
    ("emergency_name", &["emergencycontact", "emergencyname", "contactodeemergencia"]),
    ("emergency_phone", &["emergencyphone", "telefonodeemergencia"]),
    ("guardian_name", &["guardian", "guardianname", "parent", "tutor", "tutora"]),
    ("guardian_phone", &["guardianphone", "telefonodeltutor"]),
    ("locale", &["language", "locale", "idioma"]),
];

/// Why the file as a whole is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No heading, or no row below it.
    Empty,
    /// No heading names the client.
    NoName,
    /// More rows than are taken at once.
    TooMany,
}

/// A row, by the line of the file that it begins on.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: i64,
    /// The name as it stands there, to find the row by.
    pub(super) name: String,
    pub(super) read: Result<Client, Vec<Refusal>>,
}

/// The whole list.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) rows: Vec<Row>,
    /// Headings that mean nothing here: their columns are not taken over.
    pub(super) unknown: Vec<String>,
}

/// The text of a file: UTF-8, or what Windows writes in western Europe, where every byte is a character.
pub(super) fn text(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text =
        std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned);
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}

/// Reads the list.
pub(super) fn listing(text: &str, today: Date, month_first: bool) -> Result<Listing, Unfit> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| Unfit::Empty)?.clone();
    let columns: Vec<Option<&str>> = headings.iter().map(meaning).collect();
    if !columns.iter().flatten().any(|field| matches!(*field, "legal_name" | "first" | "last")) {
        return Err(if headings.iter().all(str::is_empty) { Unfit::Empty } else { Unfit::NoName });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        // Only what is no text could fail here, and this is text.
        let Ok(record) = record else { continue };
        if record.iter().all(str::is_empty) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(Unfit::TooMany);
        }
        let line = record.position().and_then(|at| i64::try_from(at.line()).ok()).unwrap_or(0);
        let form = filled(&columns, &record);
        let name = form.legal_name.clone();
        let read = if record.len() == columns.len() {
            form::parse(&form, today, month_first)
        } else {
            let refusal = Refusal::new("", "import-columns").with("has", record.len()).with("wants", columns.len());
            Err(vec![refusal])
        };
        rows.push(Row { line, name, read });
    }
    if rows.is_empty() {
        return Err(Unfit::Empty);
    }
    let named = headings.iter().zip(&columns);
    let unknown = named.filter(|(heading, column)| column.is_none() && !heading.is_empty());
    Ok(Listing { unknown: unknown.map(|(heading, _)| heading.to_string()).collect(), rows })
}

/// The field that a heading means.
fn meaning(heading: &str) -> Option<&'static str> {
    let folded: String = clinical::name::fold(heading).chars().filter(char::is_ascii_alphanumeric).collect();
    HEADINGS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(field, _)| *field)
}

/// What parts the columns: whichever of the three the heading holds most of.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: u8| head.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',')
}

/// The row as the form of a client holds it. What tells a sex or a gender is not taken over: the record asks for it anew,
/// because a booking tool does not say which of them it meant.
fn filled(columns: &[Option<&str>], record: &csv::StringRecord) -> ClientForm {
    let value = |field: &str| {
        let all = columns.iter().zip(record).filter(|(column, value)| **column == Some(field) && !value.is_empty());
        all.map(|(_, value)| value).collect::<Vec<_>>().join(" ")
    };
    let joined = |fields: &[&str], between: &str| {
        let all = fields.iter().map(|field| value(field)).filter(|value| !value.is_empty());
        all.collect::<Vec<_>>().join(between)
    };
    let whole = value("legal_name");
    let place = joined(&["postcode", "city"], " ");
    let address = [value("address"), place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    ClientForm {
        legal_name: if whole.is_empty() { joined(&["first", "last"], " ") } else { whole },
        used_name: value("used_name"),
        birth_on: value("birth_on"),
        phone: value("phone"),
        email: value("email"),
        address: address.join("\n"),
        pronouns: value("pronouns"),
        identifier: value("identifier"),
        insurer: value("insurer"),
        emergency_name: value("emergency_name"),
        emergency_phone: value("emergency_phone"),
        guardian_name: value("guardian_name"),
        guardian_phone: value("guardian_phone"),
        locale: language(&value("locale")),
        ..ClientForm::default()
    }
}

/// The language by its tag or its name; anything else is another language than ours.
fn language(text: &str) -> String {
    let folded = clinical::name::fold(text);
    let tag = folded.get(..2).unwrap_or(&folded);
    match tag {
        "" => "",
        "en" | "in" => "en",
        "es" | "sp" => "es",
        _ => "other",
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(text: &str) -> Result<Listing, Unfit> {
        listing(text, date(2026, 11, 24), false)
    }

    fn client(text: &str) -> Client {
        read(text).unwrap().rows.remove(0).read.unwrap()
    }

    #[test]
    fn headings_of_booking_tools_are_understood_in_both_languages_and_with_any_separator() {
        let english =
            client("First Name,Last Name,Date of Birth,Mobile,E-mail\nAna,Ruiz,1980-03-17,600123456,ana@example.org\n");
        let spanish = client(
            "Nombre;Apellidos;Fecha de nacimiento;Móvil;Correo electrónico\nAna;Ruiz;17/03/1980;600123456;ana@example.org\n",
        );
        assert_eq!(english, spanish);
        assert_eq!((english.legal_name.as_str(), english.birth_on), ("Ana Ruiz", Some(date(1980, 3, 17))));
    }

    #[test]
    fn a_quoted_field_may_hold_the_separator_and_a_line_end_and_lines_count_on() {
        let all = read("name,address\n\"Ruiz, Ana\",\"Calle Mayor 1\nMadrid\"\nBo,x\n").unwrap();
        assert_eq!(all.rows[0].read.as_ref().unwrap().legal_name, "Ruiz, Ana");
        assert_eq!((all.rows[0].line, all.rows[1].line), (2, 4));
    }

    #[test]
    fn a_row_is_refused_by_its_line_with_everything_that_is_wrong() {
        let all = read("name,dob,email,phone\nAna,1980-13-01,nowhere,12\n,1980-01-01,,\nBo,1980-01-01,,\n").unwrap();
        let wrong = |n: usize| {
            let refusals = all.rows[n].read.as_ref().unwrap_err();
            refusals.iter().map(|one| one.field.to_string()).collect::<Vec<_>>()
        };
        assert_eq!((all.rows[0].line, wrong(0)), (2, vec!["birth_on".to_string(), "phone".into(), "email".into()]));
        assert_eq!(wrong(1), ["legal_name"]);
        assert!(all.rows[2].read.is_ok());
    }

    #[test]
    fn a_row_with_more_or_fewer_columns_than_the_head_is_not_guessed_at() {
        let all = read("name,email\nAna,ana@example.org,600\nBo\n").unwrap();
        let keys: Vec<&str> = all.rows.iter().map(|row| row.read.as_ref().unwrap_err()[0].key).collect();
        assert_eq!(keys, ["import-columns", "import-columns"]);
    }

    #[test]
    fn a_gender_is_not_taken_for_the_sex_for_clinical_use() {
        let all = read("name,gender\nAna,female\n").unwrap();
        assert_eq!(all.unknown, ["gender"]);
        assert_eq!(all.rows[0].read.as_ref().unwrap().clinical_sex, "unknown");
    }

    #[test]
    fn a_file_without_names_or_rows_is_refused_whole() {
        assert_eq!(read("").unwrap_err(), Unfit::Empty);
        assert_eq!(read("name,phone\n\n").unwrap_err(), Unfit::Empty);
        assert_eq!(read("colour,shape\nred,round\n").unwrap_err(), Unfit::NoName);
        let many = format!("name\n{}", "Ana\n".repeat(MOST_ROWS + 1));
        assert_eq!(read(&many).unwrap_err(), Unfit::TooMany);
    }

    #[test]
    fn what_windows_wrote_is_read_as_it_was_meant() {
        assert_eq!(text(b"\xef\xbb\xbfname"), "name");
        assert_eq!(text(b"Mu\xf1oz"), "Muñoz");
    }
}
