//! Which columns of a table hold names and identifiers. Their heads are those of Moodle, Google Classroom and plain
//! exports in three languages.

use super::{
    MAX_IDENTIFIER,
    table::{Row, rows},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    First,
    Middle,
    Last,
    Full,
    Email,
    Number,
    Role,
}

const HEADS: [(Column, &[&str]); 7] = [
    (
        Column::First,
        &["first name", "firstname", "given name", "имя", "prénom", "prenom"],
    ),
    (Column::Middle, &["middle name", "отчество", "deuxième prénom"]),
    (
        Column::Last,
        &[
            "last name",
            "lastname",
            "surname",
            "family name",
            "фамилия",
            "nom de famille",
        ],
    ),
    (
        Column::Full,
        &[
            "name",
            "full name",
            "student",
            "student name",
            "first name / last name",
            "first name / surname",
            "фио",
            "ф.и.о.",
            "фамилия имя",
            "фамилия, имя",
            "фамилия имя отчество",
            "имя / фамилия",
            "полное имя",
            "ученик",
            "учащийся",
            "nom complet",
            "nom et prénom",
            "nom, prénom",
            "nom prénom",
            "prénom / nom",
            "prénom / nom de famille",
            "élève",
        ],
    ),
    (
        Column::Email,
        &[
            "email address",
            "email",
            "e-mail",
            "e-mail address",
            "адрес электронной почты",
            "электронная почта",
            "почта",
            "adresse de courriel",
            "adresse e-mail",
            "adresse électronique",
            "courriel",
        ],
    ),
    (
        Column::Number,
        &[
            "id number",
            "idnumber",
            "username",
            "индивидуальный номер",
            "идентификационный номер",
            "логин",
            "numéro d'identification",
            "numéro d’identification",
            "nom d'utilisateur",
            "nom d’utilisateur",
        ],
    ),
    (Column::Role, &["roles", "role", "роли", "роль", "rôles", "rôle"]),
];

/// How the roles of students begin in a list of participants.
const STUDENT_ROLES: [&str; 6] = ["student", "студент", "учащ", "ученик", "étudiant", "élève"];

pub struct Columns {
    pub separator: char,
    /// The columns with parts of the name, in the order of the table.
    names: Vec<usize>,
    has_two_names: bool,
    email: Option<usize>,
    number: Option<usize>,
    role: Option<usize>,
}

impl Columns {
    /// The columns, if the first row is the head of a table with names.
    pub fn find(text: &str) -> Option<Self> {
        [',', ';', '\t'].into_iter().find_map(|separator| {
            let head = rows(text, Some(separator)).find(|row| !row.is_empty())?;
            Self::of_head(&head, separator)
        })
    }

    fn of_head(head: &Row, separator: char) -> Option<Self> {
        let known: Vec<Option<Column>> = head.cells.iter().map(|cell| column(cell)).collect();
        let place = |wanted| known.iter().position(|column| *column == Some(wanted));
        let is_part = |column: &Option<Column>| matches!(column, Some(Column::First | Column::Middle | Column::Last));
        let parts: Vec<usize> = (0..known.len()).filter(|at| is_part(&known[*at])).collect();
        // In French, "Nom" is the family name beside "Prénom", and else the name.
        let nom = head.cells.iter().position(|cell| normal(cell) == "nom");
        let full = place(Column::Full).or(nom.filter(|_| parts.is_empty()));
        let mut names = match full {
            Some(full) => vec![full],
            None => parts.into_iter().chain(nom).collect(),
        };
        names.sort_unstable();
        (!names.is_empty()).then(|| Self {
            separator,
            has_two_names: full.is_none() && names.len() > 1,
            names,
            email: place(Column::Email),
            number: place(Column::Number),
            role: place(Column::Role),
        })
    }

    pub fn is_student(&self, row: &Row) -> bool {
        let role = self.role.map(|role| normal(row.cell(role))).unwrap_or_default();
        STUDENT_ROLES.iter().any(|student| role.contains(student))
    }

    /// Name and identifier of the row; `None` for a row that is no student, such as the points of an assignment.
    pub fn student(&self, row: &Row) -> Option<(String, Option<String>)> {
        let parts: Vec<&str> = self
            .names
            .iter()
            .map(|at| row.cell(*at))
            .filter(|part| !part.is_empty())
            .collect();
        let address = self.email.map(|email| row.cell(email));
        let is_student = match address {
            // The rows with dates and points in a table of Google Classroom have no address and one word as the name.
            Some("") => !self.has_two_names || parts.len() > 1,
            Some(address) => address.contains('@'),
            None => true,
        };
        if parts.is_empty() || !is_student {
            return None;
        }
        let number = self.number.map(|number| row.cell(number));
        let identifier = address.and_then(clean_identifier).or(number.and_then(clean_identifier));
        Some((parts.join(" "), identifier))
    }
}

fn normal(head: &str) -> String {
    head.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn column(head: &str) -> Option<Column> {
    let head = normal(head);
    let (column, _) = HEADS.iter().find(|(_, heads)| heads.contains(&head.as_str()))?;
    Some(*column)
}

/// The cell, if a learning platform can know a student by it: one word, not too long, and no formula of a spreadsheet.
pub fn clean_identifier(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let is_allowed = |c: char| c.is_alphanumeric() || "@._-+".contains(c);
    let fits = cell.starts_with(char::is_alphanumeric)
        && cell.chars().all(is_allowed)
        && cell.chars().count() <= MAX_IDENTIFIER;
    fits.then(|| cell.to_owned())
}

/// Name and identifier in a line of a list without a head. A comma or a semicolon separates cells only beside an e-mail
/// address, because `Ivanov, Ivan` is one name.
pub fn name_in_line(line: &str) -> (String, Option<String>) {
    let cells = cells_of_line(line);
    let address = cells
        .iter()
        .find(|cell| is_address(cell))
        .and_then(|cell| clean_identifier(cell));
    let is_number = |cell: &str| cell.chars().all(|c| c.is_ascii_digit() || "№#.): ".contains(c));
    let words: Vec<&str> = cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !is_address(cell) && !is_number(cell))
        .collect();
    // Some teachers name seats by numbers or addresses.
    let name = if words.is_empty() {
        cells.join(" ")
    } else {
        words.join(" ")
    };
    (name, address)
}

fn cells_of_line(line: &str) -> Vec<String> {
    let cells = |separator| {
        let row = rows(line, separator).next();
        row.map(|row| row.cells).unwrap_or_default()
    };
    if line.contains('\t') {
        return cells(Some('\t'));
    }
    let tables = [',', ';'].map(|separator| cells(Some(separator)));
    let with_address = tables
        .into_iter()
        .find(|found| found.iter().any(|cell| is_address(cell)));
    with_address.unwrap_or_else(|| cells(None))
}

fn is_address(cell: &str) -> bool {
    cell.contains('@') && clean_identifier(cell).is_some()
}
