-- How the client lay or sat for it: prone, supine, side_lying, semi_reclined, seated, standing. Empty where it was not noted.
alter table application add column position text;
