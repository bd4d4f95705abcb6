"""What runs a second time in CI, on the PostgreSQL 15 that Debian ships: `./run test $(python3 tests/on_postgresql_15.py)`.

The oldest server we promise to work on could refuse a migration, plan or lock in another way, or lack a function that
newer ones have. So each statement of ours has to run there once: every migration, every function, trigger, wall and
constraint, and what rooms ask in SQL of their own. What a page, a form, a word or a file looks like is decided in
Python, which is the same on both; those tests are not listed. A room with SQL in its migrations and no line here fails
the build (tests/architecture/test_on_postgresql_15.py).
"""

TWICE = {
    "tests/integration/test_migrations.py": "every migration up, down to nothing and up again",
    "tests/architecture/test_fields_and_walls.py": "which table has a wall, asked of the server",
    "tests/architecture/test_matrix.py::test_row_security_alone_hides_every_row_from_every_stranger": "walls",
    "tests/architecture/test_matrix.py::test_row_security_alone_lets_no_stranger_change_or_delete": "walls",
    "tests/architecture/test_matrix.py::test_nobody_signed_out_sees_a_row": "walls",
    "tests/architecture/test_matrix.py::test_a_conflict_of_interest_hides_every_part_of_a_report_in_the_database": "walls",
    "tests/security/test_audit_superuser.py": "the chain of the log against a superuser of that server",
    "tests/security/test_canaries.py": "a dump by that server's own program, and the whole world committed",
    "tests/security/test_forbidden_transitions_in_actions.py": "states that constraints and triggers refuse",
    "tests/security/test_next_request.py": "sessions, shares and consents as the database sees them",
    "tests/security/test_no_trace.py": "what a dump by that server shows of reports",
    "tests/integration/access/test_jobs.py": "functions that jobs call, and the queue itself",
    "tests/integration/access/test_second_person.py": "functions behind broken glass",
    "tests/integration/access/test_shares.py": "triggers of shares",
    "tests/integration/audit/test_log.py": "triggers of the log",
    "tests/integration/cases/test_story_ten_steps.py": "a case through all steps: its constraints and functions",
    "tests/integration/cases/test_walls.py": "walls of the room",
    "tests/integration/courts/test_courts.py": "exclusion of clashes, functions of reporting days",
    "tests/integration/declared/test_declaring.py": "triggers: rows are only added",
    "tests/integration/directory/test_directory.py": "walls of the room, search",
    "tests/integration/drafts/test_drafts.py": "functions that end old drafts",
    "tests/integration/elsewhere/test_published.py": "triggers: rows are only added",
    "tests/integration/facts/test_append_only.py": "triggers of facts",
    "tests/integration/facts/test_book.py": "the book that triggers keep",
    "tests/integration/facts/test_book_at_once.py": "eight writers at the same time",
    "tests/integration/indicators/test_engines_agree.py": "the counting done in SQL",
    "tests/integration/indicators/test_people_and_quality.py": "the counting done in SQL",
    "tests/integration/intake/test_reports.py": "functions of numbers, mailboxes and transfers; walls",
    "tests/integration/integrity/test_at_rest.py": "what the tables of letters refuse",
    "tests/integration/integrity/test_letters.py": "functions of letters",
    "tests/integration/integrity/test_lot.py": "functions that draw readers",
    "tests/integration/justice/test_custody_and_alarms.py": "constraints and functions of custody",
    "tests/integration/justice/test_story_criminal_case.py": "a criminal case through all its doors",
    "tests/integration/linkage/test_round.py": "guards of a round, links that its functions give out, what they erase",
    "tests/integration/notices/test_notices.py": "functions that tell",
    "tests/integration/operations/test_money.py": "sums that triggers check",
    "tests/integration/operations/test_over.py": "functions at the end of an operation",
    "tests/integration/operations/test_plan.py": "looks written by the database itself",
    "tests/integration/places/test_load.py": "loading by COPY",
    "tests/integration/places/test_search.py": "trigram search",
    "tests/integration/referrals/test_kept_keys.py": "keys and consent in the database",
    "tests/integration/referrals/test_sharing.py": "functions of consent; walls",
    "tests/integration/release/test_asking.py": "the ledger of what was spent on answers with noise",
    "tests/integration/release/test_release_desk.py": "triggers of what was published",
    "tests/integration/remedy/test_claims.py": "interest reckoned by the database",
    "tests/integration/screening/test_second_look.py": "functions of a second look",
    "tests/integration/screening/test_walls.py": "walls of the room",
    "tests/integration/signin/test_sign_in.py": "functions of credentials and sessions",
    "tests/integration/vault": "walls, search functions and rotation of keys",
    "tests/integration/web/test_home_and_search.py": "lists and the search over all rooms, in SQL of their own",
}

if __name__ == "__main__":
    print("\n".join(TWICE))
