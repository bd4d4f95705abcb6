"""What a colleague can be told. A notice is a code and a record's number: it never holds a name or a story."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    REPORT_NEW = "report_new", _("A new report")
    REPORT_MORE = "report_more", _("A reporter wrote again")
    REPORT_HANDED_OVER = "report_handed_over", _("A report was handed over to your office")
    REPORT_ANSWERED = "report_answered", _("Another office answered a report you sent")
    SCREENING_SIGNS = "screening_signs", _("A screening found signs: this person may need a case")
    SECOND_LOOK_WANTED = "second_look_wanted", _("A second look at a screening is asked for")
    CASE_ASSIGNED = "case_assigned", _("A case was given to you")
    CASE_ALARM = "case_alarm", _("An alarm on a case: detained, fined, charged or deported")
    SIGNATURE_WANTED = "signature_wanted", _("Your signature is asked for")
    SIGNED = "signed", _("Your request was signed")
    NOT_SIGNED = "not_signed", _("Your request was sent back with a reason")
    REFERRAL_NEW = "referral_new", _("A referral waits for your answer")
    REFERRAL_ACCEPTED = "referral_accepted", _("Your referral was accepted")
    REFERRAL_DECLINED = "referral_declined", _("Your referral was declined")
    REFERRAL_HANDED_BACK = "referral_handed_back", _("A person was handed back to you")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("A person withdrew a consent: what was shared is closed")
    CRIMINAL_MOVED = "criminal_moved", _("A criminal case came to you")
    CRIMINAL_VICTIM_SIGN = "criminal_victim_sign", _("A suspect may be a victim: look before anything else")
    CLAIM_FILED = "claim_filed", _("A claim for compensation was filed")
    CLAIM_DECIDED = "claim_decided", _("The court decided on a claim")
    CLAIM_PAID = "claim_paid", _("Compensation was paid")
    CLAIM_SETTLEMENT = "claim_settlement", _("A settlement out of court was recorded")
    TESTIMONY_WITHDRAWN = "testimony_withdrawn", _("A witness no longer wishes to testify")
    RELEASE_TO_SIGN = "release_to_sign", _("The release of a child's money waits for two signatures")
    HEARING_SET = "hearing_set", _("A hearing was set or moved")
    DAY_MISSED = "day_missed", _("A person under judicial supervision missed the reporting day")
    WARRANT_DRAFTED = "warrant_drafted", _("A warrant request waits for your signature")
    GLASS_BROKEN = "glass_broken", _("Somebody opened a record in an emergency")
    KEY_WANTED = "key_wanted", _("A new colleague waits for the office key")
