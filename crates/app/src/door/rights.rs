//! Who may do what: the one table. `docs/generated/routes.md` and the promises are made from it.

/// What somebody is in this practice. A person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the practice: people, settings, who looked at what. Reads no chart by that.
    Owner,
    /// Treats clients, and charts.
    Practitioner,
    /// Books and keeps the directory. Reads nothing clinical.
    Desk,
    /// Reads and co-signs the notes of those they supervise.
    Supervisor,
    /// Reads the trail.
    Auditor,
    /// Is treated here, and reads their own chart.
    Client,
}

/// What a route asks of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Anyone at all, signed in or not.
    Everyone,
    /// Anyone signed in, for what is theirs: their password, their sign-ins.
    Own,
    /// See the directory: name, birth date, how to reach them.
    Directory,
    /// Change the directory.
    EditDirectory,
    /// Read their own chart, as the client whose it is, and say what is theirs to say.
    OwnChart,
    /// Answer the intake of their own chart: the client on their phone, or whoever sits at a device that is kept to it.
    OwnIntake,
    /// Read a chart that is open to them.
    ReadChart,
    /// Write in a chart that is open to them.
    WriteChart,
    /// Co-sign a note of somebody they supervise.
    CoSign,
    /// People, roles, settings.
    Administer,
    /// Read the trail of the practice and of every chart.
    ReadTrail,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Role; 6] =
        [Role::Owner, Role::Practitioner, Role::Desk, Role::Supervisor, Role::Auditor, Role::Client];

    /// The word for it in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Practitioner => "practitioner",
            Role::Desk => "desk",
            Role::Supervisor => "supervisor",
            Role::Auditor => "auditor",
            Role::Client => "client",
        }
    }

    /// The role that `key` names.
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Does this role bring this right? The matrix of the practice.
    pub fn may(self, right: Right) -> bool {
        use Right::{
            Administer, CoSign, Directory, EditDirectory, Everyone, Own, OwnChart, OwnIntake, ReadChart, ReadTrail,
            WriteChart,
        };
        if matches!(right, Everyone | Own) {
            return true;
        }
        match self {
            Role::Owner => matches!(right, Directory | EditDirectory | Administer | ReadTrail),
            Role::Practitioner => matches!(right, Directory | EditDirectory | ReadChart | WriteChart),
            Role::Desk => matches!(right, Directory | EditDirectory),
            Role::Supervisor => matches!(right, Directory | ReadChart | CoSign),
            Role::Auditor => matches!(right, ReadTrail),
            Role::Client => matches!(right, OwnChart | OwnIntake),
        }
    }
}

impl Right {
    /// Every right, in the order they are shown.
    pub const ALL: [Right; 11] = [
        Right::Everyone,
        Right::Own,
        Right::Directory,
        Right::EditDirectory,
        Right::OwnChart,
        Right::OwnIntake,
        Right::ReadChart,
        Right::WriteChart,
        Right::CoSign,
        Right::Administer,
        Right::ReadTrail,
    ];
}

/// The roles that one person holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// These roles, each once, in the order of [`Role::ALL`].
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Roles {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Roles(roles)
    }

    /// Does any of them bring this right?
    pub fn may(&self, right: Right) -> bool {
        self.0.iter().any(|role| role.may(right))
    }

    /// Is this one of them?
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_without_a_treating_role_reads_no_chart() {
        let owner = Roles::new([Role::Owner]);
        assert!(owner.may(Right::Administer) && !owner.may(Right::ReadChart));
        assert!(Roles::new([Role::Owner, Role::Practitioner]).may(Right::ReadChart));
    }

    #[test]
    fn the_desk_keeps_the_directory_and_reads_nothing_clinical() {
        let desk = Roles::new([Role::Desk]);
        assert!(desk.may(Right::EditDirectory));
        for right in [Right::ReadChart, Right::WriteChart, Right::ReadTrail, Right::Administer, Right::CoSign] {
            assert!(!desk.may(right), "{right:?}");
        }
    }

    #[test]
    fn an_auditor_reads_the_trail_and_no_chart() {
        let auditor = Roles::new([Role::Auditor]);
        assert!(auditor.may(Right::ReadTrail) && !auditor.may(Right::ReadChart) && !auditor.may(Right::Directory));
    }

    #[test]
    fn a_client_holds_nothing_but_their_own() {
        let client = Roles::new([Role::Client]);
        let held: Vec<Right> = Right::ALL.into_iter().filter(|right| client.may(*right)).collect();
        assert_eq!(held, [Right::Everyone, Right::Own, Right::OwnChart, Right::OwnIntake]);
    }

    #[test]
    fn every_role_is_found_by_its_key() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
    }
}
