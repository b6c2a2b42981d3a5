//! The subjects of the pairs, in the words of council papers, and text on none of them.

/// A question, and sentences on its matter.
pub(super) struct Subject {
    pub(super) question: &'static str,
    /// Sentences that hold it, as different councils put it.
    pub(super) holds: [&'static str; 5],
    /// Sentences on a neighbouring matter.
    pub(super) near: [&'static str; 2],
    /// Sentences that hold it in Welsh.
    pub(super) welsh: [&'static str; 2],
}

pub(super) const SUBJECTS: [Subject; 14] = [
    Subject {
        question: "unions.consulted",
        holds: [
            "The recognised trade unions received the draft on 4 March and replied in writing.",
            "Officers met the trades unions twice before the proposals were finalised.",
            "Unison and GMB branch officers have set out their opposition (Appendix C).",
            "Formal comments from the Staff Side were tabled on the day.",
            "Regional officials of UNITE the Union attended the briefing.",
        ],
        near: [
            "The credit office at the Civic Centre will close for two weeks in August.",
            "The European fund pays for the new footbridge over the canal.",
        ],
        welsh: [
            "Cafodd yr undebau llafur cydnabyddedig gyfle i roi sylwadau ar y cynigion hyn.",
            "Nid oedd Unsain wedi cael copi o'r adroddiad cyn y cyfarfod.",
        ],
    },
    Subject {
        question: "users.consulted",
        holds: [
            "A public consultation was held between May and July, with 212 replies.",
            "People who use the service told us what matters to them at four drop-in sessions.",
            "Consultees were asked to rank three proposals.",
            "A consultation questionnaire was posted to every family on the register.",
            "The focus groups were attended by 31 parents and carers.",
        ],
        near: [
            "Visitors parked on the verge during the fair and the grass has been reseeded.",
            "The doctor saw nine patients on Tuesday.",
        ],
        welsh: [
            "Cynhaliwyd ymgynghoriad cyhoeddus rhwng mis Mai a mis Gorffennaf eleni.",
            "Siaradodd y swyddogion â defnyddwyr gwasanaeth mewn pedwar digwyddiad lleol.",
        ],
    },
    Subject {
        question: "options.in-house-equal",
        holds: [
            "An in-house bid was not invited.",
            "The service could be brought back in-house at the end of the term.",
            "Direct provision by the authority was ruled out at an early stage.",
            "The inhouse option scored 41 marks out of 100.",
            "Members asked whether insourcing had been costed.",
        ],
        near: [
            "The house on the corner of Mill Lane has been empty since April.",
            "The choir performed in the town hall.",
        ],
        welsh: [
            "Ni roddwyd pris ar y gwasanaeth mewnol cyn gwneud y penderfyniad.",
            "Gellid dod â'r gwaith yn ôl yn fewnol ar ddiwedd y cytundeb.",
        ],
    },
    Subject {
        question: "equality.in-time",
        holds: [
            "An Equality Impact Assessment is attached as Appendix 4.",
            "EqIA completed: no. To be carried out after the decision.",
            "The Council has paid regard to its public sector equality duty.",
            "An integrated impact assessment found a negative effect on older women.",
            "The effect on people with protected characteristics has yet to be looked at.",
        ],
        near: [
            "The equal length of both lanes was measured by the surveyor.",
            "The wall took the impact of the lorry and has to be rebuilt.",
        ],
        welsh: [
            "Mae Asesiad Effaith Cydraddoldeb wedi ei atodi i'r adroddiad hwn.",
            "Nid yw goblygiadau cydraddoldeb y cynnig wedi cael eu hystyried eto.",
        ],
    },
    Subject {
        question: "savings.deliverable",
        holds: [
            "The full year effect is a reduction of £410,000 from April.",
            "Some 40% of the savings at risk relate to the second phase.",
            "Benefits realisation will be reported each quarter.",
            "A net saving of £1.2m is assumed from year two.",
            "The savings tracker shows red for three of the five lines.",
        ],
        near: [
            "The clocks go back an hour on the last Sunday of October for daylight.",
            "The lifeguards saved a dog from the lake.",
        ],
        welsh: [
            "Dim ond hanner yr arbedion a gyflawnwyd erbyn diwedd y flwyddyn.",
            "Nid yw'r goblygiadau ariannol yn dangos sut y cyrhaeddir y swm.",
        ],
    },
    Subject {
        question: "options.exit-plan",
        holds: [
            "There is no exit strategy in the draft agreement.",
            "A break clause allows either party to leave in year five.",
            "In the event of supplier failure the authority would step in.",
            "The risk register has been updated for contractor insolvency.",
            "The costs of early termination have not been estimated.",
        ],
        near: [
            "The emergency doors at the back of the hall were painted green.",
            "The river rose quickly on Saturday night.",
        ],
        welsh: [
            "Nid oes hysbysiad terfynu contract yn y drafft.",
            "Ychwanegwyd methiant y darparwr at y Cofrestr Risgiau ym mis Mawrth.",
        ],
    },
    Subject {
        question: "scrutiny.call-in-open",
        holds: [
            "The call-in period ends at 5pm on 11 June.",
            "The decision is subject to call in by any five members.",
            "It was called in by Councillors Hart, Osei and Price.",
            "The select committee resolved to refer the decision back to Cabinet.",
            "No request for call-in had been received by the deadline.",
        ],
        near: [
            "Residents may telephone the office between nine and five.",
            "The bell is rung at noon on market days.",
        ],
        welsh: [
            "Daw'r cyfnod galw i mewn i ben am bump o'r gloch ar 11 Mehefin.",
            "Gofynnodd pum aelod am i'r mater gael ei alw i mewn.",
        ],
    },
    Subject {
        question: "consultants.bounded",
        holds: [
            "KPMG were engaged to prepare the appraisal.",
            "The work was done by external consultants over eleven weeks.",
            "A consultant was commissioned to write sections 4 to 7.",
            "Our transformation partner drafted the recommendations.",
            "Consultancy support of £84,000 was met from reserves.",
        ],
        near: [
            "The gardener planted limes along the avenue.",
            "The surgeon retired after thirty years.",
        ],
        welsh: [
            "Talwyd ymgynghorwyr i lunio'r casgliadau ar ran y cyngor.",
            "Roedd ymgynghorwyr allanol wedi ysgrifennu rhannau pedwar i saith.",
        ],
    },
    Subject {
        question: "performance.disclosed",
        holds: [
            "The KPIs for the year are at Annex B.",
            "Performance data for the last two quarters was withheld.",
            "Customer satisfaction fell from 81% to 64%.",
            "The scorecard was circulated to members in confidence.",
            "Six of nine performance indicators are off target.",
        ],
        near: [
            "The play was performed in the open air to a full house.",
            "The thermometer in the glasshouse was broken.",
        ],
        welsh: [
            "Nid oedd y dangosyddion perfformiad ar gael i'r aelodau.",
            "Roedd chwech o'r dangosyddion yn goch ar ddiwedd y chwarter.",
        ],
    },
    Subject {
        question: "comparison.like-for-like",
        holds: [
            "The unit cost is £4.10 against £3.85 elsewhere.",
            "Benchmarking was limited to two districts.",
            "Costs were not compared on a like-for-like basis.",
            "Figures supplied by APSE were used.",
            "A cost comparison with nearest neighbours is given in Table 3.",
        ],
        near: [
            "The twins were alike in everything but height.",
            "The path runs along the river to the mill.",
        ],
        welsh: [
            "Ni wnaed unrhyw waith meincnodi cyn dewis y darparwr.",
            "Nid oes modd cymharu'r prisiau hyn ag eraill.",
        ],
    },
    Subject {
        question: "decision.private-justified",
        holds: [
            "Appendix 2 is exempt under Schedule 12A.",
            "Resolved: that the press and public be excluded.",
            "NOT FOR PUBLICATION by virtue of paragraph 3.",
            "The tender sums are in the confidential appendix.",
            "The item was considered with the exclusion of the press.",
        ],
        near: [
            "The footpath over the farm is closed while the bridge is rebuilt.",
            "The printer ran out of paper twice.",
        ],
        welsh: [
            "Mae'r ffigurau mewn atodiad cyfrinachol i'r adroddiad.",
            "Penderfynwyd gwahardd y wasg a'r cyhoedd o weddill y cyfarfod.",
        ],
    },
    Subject {
        question: "decision.alternatives-recorded",
        holds: [
            "Reasons for decision: to balance the budget.",
            "Alternative options considered and rejected: none.",
            "Two of the options were discounted because of cost.",
            "Other options considered: retaining the present contract.",
            "The remaining models were not taken forward.",
        ],
        near: [
            "The bakery on the square sells three kinds of bread.",
            "The mayor gave the prizes at the school.",
        ],
        welsh: [
            "Rheswm dros y Penderfyniad: cydbwyso'r cyfrifon am y flwyddyn.",
            "Ni nodwyd y dewisiadau eraill yn y cofnod.",
        ],
    },
    Subject {
        question: "action-plan.complete",
        holds: [
            "An action plan will be brought back in the autumn.",
            "The implementation timetable is at Appendix 6.",
            "Go-live is planned for 1 October.",
            "The mobilisation plan has no named owner.",
            "A transition plan was agreed with the contractor.",
        ],
        near: [
            "The drawing of the station hangs in the library.",
            "The actors thanked the audience.",
        ],
        welsh: [
            "Bydd cynllun gweithredu yn dod gerbron y cabinet yn yr hydref.",
            "Mae'r amserlen i'w gweld yn y chweched atodiad.",
        ],
    },
    Subject {
        question: "procurement.strategy-followed",
        holds: [
            "The procurement strategy of 2023 was not referred to.",
            "Contract Standing Orders were waived.",
            "The sustainable procurement policy requires three quotations.",
            "An annual procurement report is published each July.",
            "This departs from the procurement objectives adopted by Council.",
        ],
        near: [
            "The old orders for coal are kept in the museum.",
            "A tidy hedge was planted in the park.",
        ],
        welsh: [
            "Nid oedd hyn yn dilyn strategaeth gaffael y cyngor.",
            "Mae'r strategaeth gaffael yn gofyn am dri dyfynbris.",
        ],
    },
];

/// Questions that have no Welsh words: a page in Welsh cannot be searched for them.
pub(super) const ENGLISH_ONLY: [&str; 15] = [
    "options.joint-working",
    "options.in-house-investment",
    "challenge.need",
    "scrutiny.witnesses",
    "procurement.lots",
    "information.accounts",
    "members.papers",
    "policy.training-for-members",
    "consultants.brief-open",
    "review.cost-known",
    "decision.urgency",
    "decision.background-papers",
    "performance.standards",
    "decision.papers-in-time",
    "action-plan.savings-reinvested",
];

/// Text on nothing that any of the questions asks about.
pub(super) const ENGLISH: [&str; 5] = [
    "The gritting lorries went out on eleven nights in January, and the snow was gone by the weekend.",
    "The library carpet was cleaned, and new lamps were hung over the desks in the reading room.",
    "A swan nested on the island in the park, and the boats were kept away from it until June.",
    "The clock over the market was mended by the same family that made it in the year 1884.",
    "The band played on the green on Sunday, and there were cakes on a table under the trees.",
];
pub(super) const WELSH: [&str; 4] = [
    "Aeth y lorïau graean allan ar un noson ar ddeg ym mis Ionawr, ac roedd yr eira wedi mynd erbyn \
     y penwythnos.",
    "Cafodd carped y llyfrgell ei lanhau, a chafodd lampau newydd eu hongian uwchben y byrddau yn yr \
     ystafell ddarllen.",
    "Nythodd alarch ar yr ynys yn y parc, a chadwyd y cychod draw oddi wrtho tan fis Mehefin.",
    "Chwaraeodd y band ar y lawnt ddydd Sul, ac roedd teisennau ar fwrdd o dan y coed.",
];
