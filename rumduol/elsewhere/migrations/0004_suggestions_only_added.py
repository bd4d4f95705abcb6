"""What others ask for is taken in and never changed, like their figures; the application may read and add."""

from django.db import migrations

FORWARD = """
create trigger elsewhere_refuse before update or delete or truncate on elsewhere_suggestion
    for each statement execute function elsewhere_refuse();
revoke all on elsewhere_suggestion from public, rumduol_app;
grant select, insert on elsewhere_suggestion to rumduol_app;
grant usage, select on sequence elsewhere_suggestion_id_seq to rumduol_app;
"""
BACK = """
revoke all on sequence elsewhere_suggestion_id_seq from rumduol_app;
drop trigger elsewhere_refuse on elsewhere_suggestion;
revoke all on elsewhere_suggestion from rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("elsewhere", "0003_suggestions")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
