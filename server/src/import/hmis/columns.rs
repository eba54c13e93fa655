//! The files of an export and the columns that are read, by the HMIS CSV Format Specifications
//! FY2024 and FY2026.

use crate::import::table::Columns;

/// Files an export cannot do without.
pub(super) const REQUIRED: [(&str, Columns); 6] = [
    ("User.csv", USER),
    ("Project.csv", PROJECT),
    ("Client.csv", CLIENT),
    ("Enrollment.csv", ENROLLMENT),
    ("CurrentLivingSituation.csv", SITUATION),
    ("Services.csv", SERVICES),
];

/// Files an export may come without.
pub(super) const OPTIONAL: [(&str, Columns); 2] = [("Export.csv", EXPORT), ("Exit.csv", EXIT)];

const NONE: Columns =
    Columns { required: &[], read: &[], long: &[], days: &[], names_others: false };

pub(super) const USER: Columns = Columns {
    required: &["UserID"],
    read: &["UserID", "UserFirstName", "UserLastName", "UserEmail", "DateDeleted"],
    ..NONE
};

pub(super) const PROJECT: Columns = Columns {
    required: &["ProjectID", "ProjectType"],
    read: &["ProjectID", "ProjectName", "ProjectCommonName", "ProjectType", "DateDeleted"],
    ..NONE
};

pub(super) const CLIENT: Columns = Columns {
    required: &["PersonalID", "FirstName", "LastName", "NameDataQuality"],
    read: &[
        "PersonalID",
        "FirstName",
        "MiddleName",
        "LastName",
        "NameSuffix",
        "NameDataQuality",
        "SSN",
        "DOB",
        "DOBDataQuality",
        "DateDeleted",
    ],
    days: &["DOB", "DateCreated", "DateUpdated", "DateDeleted"],
    ..NONE
};

pub(super) const ENROLLMENT: Columns = Columns {
    required: &["EnrollmentID", "PersonalID", "ProjectID", "EntryDate"],
    read: &[
        "EnrollmentID",
        "PersonalID",
        "ProjectID",
        "EntryDate",
        "DateOfEngagement",
        "TranslationNeeded",
        "PreferredLanguage",
        "PreferredLanguageDifferent",
        "UserID",
        "DateDeleted",
    ],
    days: &["EntryDate", "DateOfEngagement", "DateCreated", "DateUpdated", "DateDeleted"],
    ..NONE
};

pub(super) const SITUATION: Columns = Columns {
    required: &[
        "CurrentLivingSitID",
        "EnrollmentID",
        "PersonalID",
        "InformationDate",
        "CurrentLivingSituation",
    ],
    read: &[
        "CurrentLivingSitID",
        "EnrollmentID",
        "PersonalID",
        "InformationDate",
        "CurrentLivingSituation",
        "VerifiedBy",
        "LocationDetails",
        "DateCreated",
        "UserID",
        "DateDeleted",
    ],
    long: &["LocationDetails"],
    days: &["InformationDate", "DateCreated", "DateUpdated", "DateDeleted"],
    ..NONE
};

pub(super) const SERVICES: Columns = Columns {
    required: &["ServicesID", "PersonalID", "DateProvided", "RecordType", "TypeProvided"],
    read: &[
        "ServicesID",
        "EnrollmentID",
        "PersonalID",
        "DateProvided",
        "RecordType",
        "TypeProvided",
        "ReferralOutcome",
        "DateCreated",
        "UserID",
        "DateDeleted",
    ],
    days: &["DateProvided", "DateCreated", "DateUpdated", "DateDeleted"],
    ..NONE
};

pub(super) const EXPORT: Columns = Columns {
    required: &["ExportID"],
    read: &[
        "ExportID",
        "SourceID",
        "ImplementationID",
        "ExportStartDate",
        "ExportEndDate",
        "ExportPeriodType",
        "ExportDirective",
        "HashStatus",
    ],
    ..NONE
};

pub(super) const EXIT: Columns = Columns {
    required: &["EnrollmentID", "ExitDate"],
    read: &["EnrollmentID", "ExitDate", "Destination", "DateDeleted"],
    days: &["ExitDate", "DateCreated", "DateUpdated", "DateDeleted"],
    ..NONE
};
