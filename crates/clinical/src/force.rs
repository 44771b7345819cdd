//! How hard: the five pressures of the hand and the five grades of joint work.

use std::fmt;

/// How hard hands work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Force {
    /// Walton's pressure 1 (lotion spread on the skin) to 5 (tissue against bone).
    Pressure(u8),
    /// Maitland's grade 1 to 5 of joint work; 5 is the thrust.
    Grade(u8),
}

impl Force {
    /// Reads `P1`…`P5`, `F1`…`F5` (the same), `FT` (a thrust), `I`…`V` and `grade 1`…`grade V`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Force> {
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_suffix(['+', '-']).unwrap_or(&text);
        if text == "FT" {
            return Some(Force::Grade(5));
        }
        if let Some(number) = text.strip_prefix('P').or_else(|| text.strip_prefix('F')) {
            return pressure(number);
        }
        if let Some(grade) = text.strip_prefix("GRADE") {
            return roman(grade.trim()).or_else(|| digit(grade.trim())).map(Force::Grade);
        }
        roman(text).map(Force::Grade)
    }

    /// The pressure that a limit of force is held against: grades I and II bear on tissue like pressure 2, III and IV like 4,
    /// a thrust like 5 (our own ordering).
    #[must_use]
    pub fn as_pressure(self) -> u8 {
        match self {
            Force::Pressure(pressure) => pressure,
            Force::Grade(0..=2) => 2,
            Force::Grade(3..=4) => 4,
            Force::Grade(_) => 5,
        }
    }

    /// The harder of the two.
    #[must_use]
    pub fn harder(self, other: Force) -> Force {
        if other.as_pressure() > self.as_pressure() { other } else { self }
    }
}

impl fmt::Display for Force {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Force::Pressure(pressure) => write!(f, "P{pressure}"),
            Force::Grade(grade) => {
                let roman = ["", "I", "II", "III", "IV", "V"];
                write!(f, "grade {}", roman.get(usize::from(*grade)).unwrap_or(&"V"))
            }
        }
    }
}

fn pressure(text: &str) -> Option<Force> {
    digit(text.trim()).map(Force::Pressure)
}

fn digit(text: &str) -> Option<u8> {
    let digit: u8 = text.parse().ok()?;
    (text.len() == 1 && (1..=5).contains(&digit)).then_some(digit)
}

fn roman(text: &str) -> Option<u8> {
    match text {
        "I" => Some(1),
        "II" => Some(2),
        "III" => Some(3),
        "IV" => Some(4),
        "V" => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressures_and_grades_are_read_as_they_are_written() {
        assert_eq!(Force::parse("p3"), Some(Force::Pressure(3)));
        assert_eq!(Force::parse("F5"), Some(Force::Pressure(5)));
        assert_eq!(Force::parse("FT"), Some(Force::Grade(5)));
        assert_eq!(Force::parse("iv+"), Some(Force::Grade(4)));
        assert_eq!(Force::parse("grade 2"), Some(Force::Grade(2)));
        for bad in ["", "P0", "P6", "P", "7", "VI", "grade", "hard"] {
            assert_eq!(Force::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_thrust_is_harder_than_any_grade() {
        assert_eq!(Force::Grade(4).harder(Force::Grade(5)), Force::Grade(5));
        assert_eq!(Force::Pressure(3).harder(Force::Grade(2)), Force::Pressure(3));
    }
}
