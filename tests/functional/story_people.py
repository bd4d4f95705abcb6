"""Who is in the story, and what they say. Everybody is invented."""

from rumduol.agencies.enums import Role

OPERATOR = ("helpline", Role.HOTLINE_OPERATOR)
POLICE = ("police_psh", Role.INVESTIGATOR)
INTERVIEWER = ("police_psh", Role.SCREENING_OFFICER)
KANDAL = ("police_kandal", Role.INVESTIGATOR)
SOCIAL = ("social_psh", Role.CASE_WORKER)
HER_SUPERVISOR = ("social_psh", Role.SUPERVISOR)
MINISTRY = ("social_national", Role.SUPERVISOR)
HOUSE = ("lotus_shelter", Role.SHELTER_WORKER)
COORDINATOR = ("committee", Role.NATIONAL_COORDINATOR)
STATISTICIAN = ("statistics", Role.STATISTICIAN)
APPROVER = ("statistics", Role.RELEASE_APPROVER)

GIRL, MAN, WOMAN = "Nguyễn Thị Tưởng Tượng", "សុខ ប្រឌិត", "Trần Thị Hư Cấu"
NAMES = (GIRL, MAN, WOMAN)
HOUSE_STANDS = "ផ្ទះលេខ ៧៧៧ ផ្លូវស្ងាត់ (ប្រឌិត)"
HER_HEALTH = "ថ្នាំ ៤១២ រាល់ព្រឹក (ប្រឌិត)"
HER_WORDS = "Con muốn học may (hư cấu)"
CALL = "ទីនោះមានទ្វារដែកពណ៌ខៀវ (ប្រឌិត)។"
MORE = "ពួកគេទើបផ្ញើសារថា ត្រូវគេនាំទៅខេត្តកណ្តាល (ប្រឌិត)។"
ANSWER = "យើងបានរកឃើញពីរនាក់ហើយ (ប្រឌិត)។"
