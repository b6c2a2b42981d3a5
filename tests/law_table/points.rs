//! The points of the law table: a place, a day, and what applies there.

/// Nation, kind, executive, day; force of the union question; what applies; what does not.
pub(super) type Point = (&'static str, &'static str, &'static str);

pub(super) const POINTS: &[Point] = &[
    // The duty to consult representatives came before the duty itself.
    (
        "england council yes 1999-08-09 code",
        "code-part-1",
        "lga-1999-3-2-c lga-1999-3-1",
    ),
    (
        "england council yes 1999-08-10 code",
        "lga-1999-3-2-a lga-1999-3-2-c",
        "lga-1999-3-1 lga-1999-5-1",
    ),
    (
        "wales police yes 1999-08-10 code",
        "lga-1999-3-2-c",
        "lga-1999-3-1",
    ),
    (
        "wales council yes 1999-09-30 code",
        "code-part-1",
        "lga-1999-3-2-c",
    ),
    (
        "wales council yes 1999-10-01 code",
        "lga-1999-3-2-c",
        "lga-1999-3-1",
    ),
    (
        "england council yes 1998-10-31 none",
        "gunning-formative",
        "code-part-1",
    ),
    // The review duty and the general duty.
    (
        "england council yes 2000-03-31 code",
        "lga-1999-3-2-c",
        "lga-1999-3-1 lga-1999-5-1 si-1999-3251-6-1-a",
    ),
    (
        "england council yes 2000-04-01 code",
        "lga-1999-3-1 lga-1999-5-1 lga-1999-5-3-a si-1999-3251-6-1-a si-1999-3251-6-1-f",
        "si-1999-3251-6-1-f-unions wsi-2000-1271-3-a",
    ),
    (
        "wales council yes 2000-03-31 code",
        "lga-1999-3-2-c",
        "lga-1999-3-1 wsi-2000-1271-3-a",
    ),
    (
        "wales council yes 2000-04-01 code",
        "lga-1999-3-1 wsi-2000-1271-3-a wsi-2000-1271-3-f",
        "si-1999-3251-6-1-a",
    ),
    (
        "wales police yes 2000-04-01 code",
        "si-1999-3251-6-1-a",
        "wsi-2000-1271-3-a",
    ),
    (
        "wales fire yes 2000-04-01 code",
        "si-1999-3251-6-1-e",
        "wsi-2000-1271-3-e",
    ),
    (
        "wales national-park yes 2000-04-01 code",
        "wsi-2000-1271-3-b",
        "si-1999-3251-6-1-b",
    ),
    // Executive access to information, England and Wales.
    (
        "england council yes 2001-01-08 code",
        "lga-1999-5-1",
        "si-2000-3272-record si-2000-3272-18",
    ),
    (
        "england council yes 2001-01-09 code",
        "si-2000-3272-record si-2000-3272-17 si-2000-3272-18",
        "wsi-2001-2290-consultation",
    ),
    (
        "england council no 2001-01-09 code",
        "lga-1972-100b-three-days",
        "si-2000-3272-record si-2000-3272-18",
    ),
    (
        "wales council yes 2001-07-27 code",
        "lga-1999-3-1",
        "wsi-2001-2290-consultation si-2000-3272-record",
    ),
    (
        "wales council yes 2001-07-28 code",
        "wsi-2001-2290-consultation",
        "si-2000-3272-record si-2000-3272-forward-plan",
    ),
    // Scrutiny.
    (
        "england council yes 2000-10-25 code",
        "lga-1999-5-1",
        "lga-2000-21-call-in",
    ),
    (
        "england council yes 2000-10-26 code",
        "lga-2000-21-call-in",
        "si-2000-3272-record",
    ),
    (
        "england council no 2000-10-26 code",
        "lga-1999-5-1",
        "lga-2000-21-call-in",
    ),
    (
        "wales council yes 2001-07-27 code",
        "lga-1999-3-1",
        "lga-2000-21-call-in",
    ),
    (
        "wales council yes 2001-07-28 code",
        "lga-2000-21-call-in",
        "si-2000-3272-record",
    ),
    // The race equality duty in its new form, and the schemes.
    (
        "england council yes 2001-04-01 code",
        "lga-1999-5-1",
        "rra-1976-71-1",
    ),
    (
        "england council yes 2001-04-02 code",
        "rra-1976-71-1",
        "dda-1995-49a",
    ),
    (
        "england council yes 2002-05-30 code",
        "rra-1976-71-1",
        "si-2001-3458-2-2-b",
    ),
    (
        "england council yes 2002-05-31 code",
        "si-2001-3458-2-2-b",
        "sda-1975-76a",
    ),
    // The Welsh order on content went and nothing replaced it.
    (
        "wales council yes 2002-03-31 code",
        "wsi-2000-1271-3-a wsi-2000-1271-3-f",
        "si-1999-3251-6-1-a",
    ),
    (
        "wales council yes 2002-04-01 code",
        "lga-1999-3-1 lga-1999-3-2-c",
        "wsi-2000-1271-3-a wsi-2000-1271-3-f si-1999-3251-6-1-a",
    ),
    // Three clear days, five in England.
    (
        "england council yes 2002-09-30 code",
        "si-2000-3272-three-days",
        "si-2000-3272-five-days lga-1972-100b-five-days-to-2012",
    ),
    (
        "england council yes 2002-10-01 code",
        "si-2000-3272-five-days",
        "si-2000-3272-three-days lga-1972-100b-three-days",
    ),
    (
        "wales council yes 2002-10-01 code",
        "lga-1972-100b-three-days",
        "lga-1972-100b-five-days-to-2012 si-2000-3272-five-days",
    ),
    // The circulars.
    (
        "england council yes 2003-03-12 code",
        "circular-10-99-staff",
        "si-1999-3251-6-1-f-unions",
    ),
    (
        "england council yes 2003-03-13 code",
        "lga-1999-5-3-b",
        "circular-10-99-staff",
    ),
    (
        "wales council yes 2003-03-12 code",
        "lga-1999-3-1",
        "circular-10-99-staff",
    ),
    // The duty to consult unions and staff.
    (
        "england council yes 2003-04-02 code",
        "si-1999-3251-6-1-f",
        "si-1999-3251-6-1-f-unions",
    ),
    (
        "england council yes 2003-04-03 must",
        "si-1999-3251-6-1-f-unions si-1999-3251-6-1-f",
        "wsi-2000-1271-3-f",
    ),
    (
        "england national-park no 2003-04-03 must",
        "si-1999-3251-6-1-f-unions",
        "si-2000-3272-record",
    ),
    (
        "england waste no 2003-04-03 must",
        "si-1999-3251-6-1-f-unions",
        "lga-2000-21-call-in",
    ),
    (
        "wales police yes 2003-04-02 code",
        "si-1999-3251-6-1-f",
        "si-1999-3251-6-1-f-unions",
    ),
    (
        "wales police yes 2003-04-03 must",
        "si-1999-3251-6-1-f-unions",
        "wsi-2000-1271-3-f",
    ),
    (
        "wales fire yes 2003-04-03 must",
        "si-1999-3251-6-1-f-unions",
        "wsi-2000-1271-3-f",
    ),
    (
        "wales council yes 2003-04-03 code",
        "lga-1999-3-2-c",
        "si-1999-3251-6-1-f-unions",
    ),
    (
        "scotland council yes 2003-04-03 code",
        "lgsa-2003-1-improvement",
        "si-1999-3251-6-1-f-unions lga-1999-3-1",
    ),
    // Police authorities leave the review duty a year before the others, and unions with it.
    (
        "england police no 2007-03-30 must",
        "si-1999-3251-6-1-f-unions lga-1999-5-1 si-2002-305-6",
        "si-2007-709-5",
    ),
    (
        "england police no 2007-03-31 code",
        "si-2007-709-5",
        "si-1999-3251-6-1-f-unions lga-1999-5-1 lga-1999-3-1 si-2002-305-6",
    ),
    (
        "wales police no 2007-03-31 code",
        "si-2007-709-5",
        "si-1999-3251-6-1-f-unions lga-1999-5-1 si-1999-3251-6-1-a",
    ),
    (
        "england council yes 2007-03-31 must",
        "si-1999-3251-6-1-f-unions lga-1999-5-1",
        "si-2007-709-5",
    ),
    (
        "wales fire no 2007-03-31 must",
        "si-1999-3251-6-1-f-unions",
        "si-2007-709-5",
    ),
    // Transfers of staff; disability and gender.
    (
        "england council yes 2006-12-03 must",
        "rra-1976-71-1",
        "dda-1995-49a",
    ),
    (
        "england council yes 2006-12-04 must",
        "dda-1995-49a",
        "sda-1975-76a",
    ),
    (
        "england council yes 2007-04-05 must",
        "dda-1995-49a",
        "sda-1975-76a",
    ),
    (
        "england council yes 2007-04-06 must",
        "sda-1975-76a",
        "equality-act-2010-149",
    ),
    // Reviews end, in both countries; the general duty goes on in England, to 2010 in Wales.
    (
        "england council yes 2008-03-31 must",
        "si-1999-3251-6-1-a lga-1999-5-1 lga-1999-3-1",
        "wsi-2000-1271-3-a",
    ),
    (
        "england council yes 2008-04-01 code",
        "lga-1999-3-1 lga-1999-3-2-c",
        "si-1999-3251-6-1-a lga-1999-5-1 si-1999-3251-6-1-f-unions",
    ),
    (
        "wales council yes 2008-04-01 code",
        "lga-1999-3-1 lga-1999-3-2-c",
        "lga-1999-5-1 lga-1999-5-3-a",
    ),
    (
        "wales council yes 2010-03-31 code",
        "lga-1999-3-1",
        "lga-1999-5-1",
    ),
    (
        "wales council yes 2010-04-01 code",
        "code-part-1",
        "lga-1999-3-1 lga-1999-3-2-c",
    ),
    // The law in force now: England.
    (
        "england council yes 2012-09-09 code",
        "si-2000-3272-record",
        "si-2012-2089-12",
    ),
    (
        "england council no 2012-09-10 code",
        "lga-1999-3-1",
        "si-2012-2089-12 si-2012-2089-17",
    ),
    (
        "england council yes 2014-10-28 code",
        "lga-1999-3-2-c",
        "moseley-alternatives",
    ),
    (
        "england council yes 2014-10-29 code",
        "moseley-alternatives",
        "bv-guide-2024",
    ),
    (
        "england council yes 2024-05-07 code",
        "lga-1999-3-1",
        "bv-guide-2024",
    ),
    (
        "england council yes 2024-05-08 code",
        "bv-guide-2024",
        "lga-1999-5-1",
    ),
    (
        "england parish no 2026-11-22 code",
        "code-part-1",
        "lga-1999-3-1 lga-1999-3-2-c si-2012-2089-12",
    ),
    (
        "england combined yes 2026-11-22 code",
        "lga-1999-3-1",
        "lga-1999-5-1",
    ),
    (
        "england council yes 2026-11-22 code",
        "lga-1999-3-1 lga-1999-3-2-a",
        "sppp-2023-16 lgsa-2003-1-improvement",
    ),
    // Wales now: poverty, social partnership, procurement.
    (
        "wales council yes 2021-03-30 code",
        "lga-1972-100b-three-days",
        "eqa-2010-1-wales",
    ),
    (
        "wales council yes 2021-03-31 code",
        "eqa-2010-1-wales",
        "lga-1999-3-1",
    ),
    (
        "wales council yes 2024-03-31 code",
        "eqa-2010-1-wales",
        "sppp-2023-16",
    ),
    (
        "wales council yes 2024-04-01 must",
        "sppp-2023-16",
        "lga-1999-3-2-c si-2012-2089-12",
    ),
    (
        "wales council yes 2026-03-24 must",
        "sppp-2023-16",
        "sppp-2023-24",
    ),
    (
        "wales council yes 2026-03-25 must",
        "sppp-2023-16 sppp-2023-24",
        "bv-guide-2024",
    ),
    // Scotland and Northern Ireland.
    (
        "scotland council yes 2003-03-31 code",
        "code-part-1",
        "lgsa-2003-1-improvement",
    ),
    (
        "scotland council yes 2003-04-01 code",
        "lgsa-2003-1-improvement lgsa-2003-1-balance",
        "lga-1999-3-1",
    ),
    (
        "scotland council yes 2016-05-14 code",
        "lgsa-2003-1-balance",
        "lga-1999-3-2-c gunning-formative moseley-alternatives",
    ),
    (
        "scotland council yes 2026-11-22 code",
        "lgsa-2003-1-improvement",
        "lga-1999-3-1 sppp-2023-16 si-2012-2089-12",
    ),
    (
        "northern-ireland council no 2015-03-31 code",
        "code-part-1",
        "lgani-2014-84",
    ),
    (
        "northern-ireland council no 2015-04-01 code",
        "lgani-2014-84 lgani-2014-87-to-2017",
        "lga-1999-3-1 lgani-2014-87-users",
    ),
    (
        "northern-ireland council no 2026-11-22 code",
        "lgani-2014-84",
        "equality-act-2010-149 lga-1999-3-2-c",
    ),
];
