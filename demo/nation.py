"""The demo nation's offices and people. Ministries are as the public knows them; every person and every NGO is invented."""

import random

from demo.founding import Ground, found_agency, found_office, found_person, let_supervisors_reach
from demo.people import staff_name
from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role

PASSWORD = "rumduol demo only"
K, L, R = AgencyKind, OfficeLevel, Role

AGENCIES = [
    ("helpline", K.HELPLINE, False, "ខ្សែទូរស័ព្ទជំនួយជាតិ", "National helpline"),
    (
        "police",
        K.POLICE,
        True,
        "នាយកដ្ឋានប្រឆាំងការជួញដូរមនុស្ស និងការពារអនីតិជន",
        "Anti-Human Trafficking and Juvenile Protection Police",
    ),
    ("cyber", K.CYBERCRIME, False, "នាយកដ្ឋានប្រឆាំងបទល្មើសបច្ចេកវិទ្យា", "Anti-Cybercrime Department"),
    ("mosvy", K.SOCIAL_AFFAIRS, True, "ក្រសួងសង្គមកិច្ច អតីតយុទ្ធជន និងយុវនីតិសម្បទា", "Ministry of Social Affairs"),
    ("mfaic", K.FOREIGN_AFFAIRS, True, "ក្រសួងការបរទេស និងសហប្រតិបត្តិការអន្តរជាតិ", "Ministry of Foreign Affairs"),
    ("gdi", K.IMMIGRATION, True, "អគ្គនាយកដ្ឋានអន្តោប្រវេសន៍", "General Department of Immigration"),
    ("molvt", K.LABOUR, False, "ក្រសួងការងារ និងបណ្តុះបណ្តាលវិជ្ជាជីវៈ", "Ministry of Labour"),
    ("moj", K.JUSTICE, False, "ក្រសួងយុត្តិធម៌", "Ministry of Justice"),
    ("ncct", K.COMMITTEE, False, "គណៈកម្មាធិការជាតិប្រយុទ្ធប្រឆាំងអំពើជួញដូរមនុស្ស", "National Committee for Counter Trafficking"),
    ("nis", K.STATISTICS, False, "ស្ថិតិជាតិ", "National statistics"),
    ("integrity", K.INTEGRITY, False, "ការិយាល័យសុចរិតភាពឯករាជ្យ", "Independent integrity office"),
    ("inspectorate", K.INTEGRITY, False, "អគ្គាធិការដ្ឋាន (បង្កើតឡើង)", "General inspectorate (invented)"),
    ("lotus", K.NGO, False, "ផ្ទះឈូក (បង្កើតឡើង)", "Lotus House (invented)"),
    ("harbour", K.NGO, False, "កំពង់សុខ (បង្កើតឡើង)", "Quiet Harbour (invented)"),
    ("palm", K.NGO, False, "ដើមត្នោត (បង្កើតឡើង)", "Sugar Palm (invented)"),
    ("lantern", K.NGO, False, "គោមយោង (បង្កើតឡើង)", "Lantern Legal Aid (invented)"),
    ("clinic", K.HEALTH, False, "មន្ទីរពេទ្យបង្អែក (បង្កើតឡើង)", "Referral clinic (invented)"),
]

# Provinces where an office has more than one person, so that second signatures can be tried.
BUSY = ("01", "02", "08", "12", "17", "18")


def found(places: dict[str, tuple[str, str]]) -> Ground:
    """Found everything. `places` maps the 25 province codes to (Khmer name, Latin name)."""
    ground = Ground(PASSWORD)
    rng = random.Random(1)
    for code, kind, identifies, km, en in AGENCIES:
        found_agency(ground, code=code, kind=kind, identifies=identifies, name_km=km, name_en=en)

    def office(code: str, agency: str, level: OfficeLevel, km: str, en: str, roles: list[Role], **more: object) -> None:
        found_office(ground, code=code, agency=agency, level=level, name_km=km, name_en=en, **more)  # type: ignore[arg-type]
        for role in roles:
            name_km, name_latin = staff_name(rng)
            found_person(ground, office=code, role=role, name_km=name_km, name_latin=name_latin)

    office(
        "helpline",
        "helpline",
        L.NATIONAL,
        "ខ្សែទូរស័ព្ទជំនួយជាតិ",
        "National helpline",
        [R.HOTLINE_OPERATOR, R.SUPERVISOR, R.ADMINISTRATOR, R.AUDITOR],
        place="12",
        answers=("web", "phone", "message"),
    )
    office(
        "police",
        "police",
        L.NATIONAL,
        "នាយកដ្ឋានកណ្តាល",
        "Police, national department",
        [R.INVESTIGATOR, R.SUPERVISOR, R.ADMINISTRATOR, R.AUDITOR],
        place="12",
    )
    office("cyber", "cyber", L.NATIONAL, "ប្រឆាំងបទល្មើសបច្ចេកវិទ្យា", "Anti-cybercrime", [R.INVESTIGATOR], place="12")
    office(
        "mosvy",
        "mosvy",
        L.NATIONAL,
        "នាយកដ្ឋានសុខុមាលភាពជនរងគ្រោះ",
        "Social affairs, national department",
        [R.CASE_WORKER, R.SUPERVISOR, R.ADMINISTRATOR, R.AUDITOR],
        place="12",
    )
    for code, (km, latin) in sorted(places.items()):
        busy = code in BUSY
        office(
            f"police-{code}",
            "police",
            L.PROVINCE,
            f"នគរបាលប្រឆាំងការជួញដូរ {km}",
            f"Anti-trafficking police, {latin}",
            [R.INVESTIGATOR, R.SCREENING_OFFICER, R.SUPERVISOR] if busy else [R.INVESTIGATOR],
            parent="police",
            place=code,
            territory=(code,),
        )
        office(
            f"posvy-{code}",
            "mosvy",
            L.PROVINCE,
            f"មន្ទីរសង្គមកិច្ច {km}",
            f"Provincial social affairs, {latin}",
            [R.CASE_WORKER, R.SUPERVISOR] if busy else [R.CASE_WORKER],
            parent="mosvy",
            place=code,
            territory=(code,),
        )
    office(
        "transit-poipet",
        "gdi",
        L.PROVINCE,
        "មជ្ឈមណ្ឌលឆ្លងកាត់ប៉ោយប៉ែត",
        "Poipet transit centre",
        [R.IMMIGRATION_OFFICER, R.SCREENING_OFFICER, R.SUPERVISOR],
        place="0110",
        territory=("0110",),
        answers=("patrol",),
    )
    office(
        "embassy-bangkok",
        "mfaic",
        L.MISSION,
        "ស្ថានទូតនៅបាងកក",
        "Embassy in Bangkok",
        [R.CONSULAR_OFFICER],
        answers=("embassy",),
    )
    office("embassy-kl", "mfaic", L.MISSION, "ស្ថានទូតនៅកូឡាឡាំពួរ", "Embassy in Kuala Lumpur", [R.CONSULAR_OFFICER])
    office(
        "labour-12",
        "molvt",
        L.PROVINCE,
        "មន្ទីរការងារ រាជធានីភ្នំពេញ",
        "Labour department, Phnom Penh",
        [R.LABOUR_INSPECTOR, R.RECRUITMENT_OFFICER],
        place="12",
        territory=("12",),
    )
    for code in BUSY:
        km, latin = places[code]
        office(
            f"court-{code}",
            "moj",
            L.PROVINCE,
            f"អយ្យការ និងសាលាដំបូង {km}",
            f"Prosecution and court, {latin}",
            [R.PROSECUTOR, R.COURT_CLERK],
            place=code,
            territory=(code,),
        )
    office(
        "ncct",
        "ncct",
        L.NATIONAL,
        "អគ្គលេខាធិការដ្ឋាន",
        "Secretariat",
        [R.NATIONAL_COORDINATOR, R.ADMINISTRATOR],
        place="12",
    )
    office(
        "nis", "nis", L.NATIONAL, "ស្ថិតិ", "Statistics", [R.STATISTICIAN, R.RELEASE_APPROVER, R.ADMINISTRATOR], place="12"
    )
    letters = ("integrity",)
    office(
        "integrity",
        "integrity",
        L.NATIONAL,
        "សុចរិតភាព",
        "Integrity",
        [R.INTEGRITY_OFFICER, R.AUDITOR],
        place="12",
        answers=letters,
    )
    office(
        "inspectorate", "inspectorate", L.NATIONAL, "តុទីពីរ", "Second desk", [R.INTEGRITY_OFFICER], place="12",
        answers=letters,
    )  # fmt: skip
    office(
        "lotus-house",
        "lotus",
        L.SITE,
        "ផ្ទះឈូក៖ ជម្រកក្មេងស្រី និងស្ត្រី",
        "Lotus House, shelter for girls and women",
        [R.SHELTER_WORKER, R.CASE_WORKER, R.SUPERVISOR],
        confidential=True,
    )
    office(
        "harbour-house",
        "harbour",
        L.SITE,
        "កំពង់សុខ៖ ជម្រកក្មេងប្រុស និងបុរស",
        "Quiet Harbour, shelter for boys and men",
        [R.SHELTER_WORKER, R.CASE_WORKER],
        confidential=True,
    )
    office(
        "palm-house",
        "palm",
        L.SITE,
        "ដើមត្នោត៖ ជម្រកគ្រួសារ",
        "Sugar Palm, family shelter",
        [R.SHELTER_WORKER],
        confidential=True,
    )
    office(
        "palm-training",
        "palm",
        L.SITE,
        "ដើមត្នោត៖ បណ្តុះបណ្តាល",
        "Sugar Palm, vocational training",
        [R.CASE_WORKER],
        place="02",
    )
    office("lantern", "lantern", L.SITE, "គោមយោង", "Lantern Legal Aid", [R.LEGAL_AID_LAWYER, R.SUPERVISOR], place="12")
    office(
        "clinic-01",
        "clinic",
        L.SITE,
        "មន្ទីរពេទ្យបង្អែក បន្ទាយមានជ័យ",
        "Referral clinic, Banteay Meanchey",
        [R.CASE_WORKER],
        place="01",
    )
    office(
        "clinic-18",
        "clinic",
        L.SITE,
        "មន្ទីរពេទ្យបង្អែក ព្រះសីហនុ",
        "Referral clinic, Preah Sihanouk",
        [R.CASE_WORKER],
        place="18",
    )
    let_supervisors_reach(ground)
    return ground
