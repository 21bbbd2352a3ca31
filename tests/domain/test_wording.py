"""Whether a sentence still means a date that it names."""

import pytest

from bot.domain.wording import Sense, sense_of

GIVEN, FORMER, DENIED = Sense.GIVEN, Sense.FORMER, Sense.DENIED


@pytest.mark.parametrize(
    ("sentence", "value", "sense"),
    [
        ("The series premieres on March 3.", "2025-03-03", GIVEN),
        ("The series is set to premiere on March 3.", "2025-03-03", GIVEN),
        ("The series will premiere in March 2025.", "2025-03", GIVEN),
        ("The series was confirmed to premiere on March 3.", "2025-03-03", GIVEN),
        ("It was announced that the series will premiere on March 3.", "2025-03-03", GIVEN),
        ("The series premieres next Monday.", "2025-03-03", GIVEN),
        ("Originally set for March 3, it will now premiere on March 10.", "2025-03-03", FORMER),
        ("Originally set for March 3, it will now premiere on March 10.", "2025-03-10", GIVEN),
        ("It was pushed from March 3 to April 7.", "2025-03-03", FORMER),
        ("It was pushed from March 3 to April 7.", "2025-04-07", GIVEN),
        ("It has been moved to April 7 from its March 3 date.", "2025-04-07", GIVEN),
        ("It has been moved to April 7 from its March 3 date.", "2025-03-03", FORMER),
        ("The series had been due to premiere on March 3.", "2025-03-03", FORMER),
        ("The series was to premiere on March 3.", "2025-03-03", FORMER),
        ("The show was previously slated for 2025.", "2025", FORMER),
        ("It arrives on April 7 instead of March 3.", "2025-04-07", GIVEN),
        ("It arrives on its new date of April 7, not on its original date of March 3.", "2025-03-03", FORMER),
        ("The season will not premiere in 2025.", "2025", DENIED),
        ("It won't arrive in March.", "2025-03", DENIED),
        ("The drama will no longer premiere on March 3.", "2025-03-03", DENIED),
        ("The drama will no longer premiere on March 3 but will open on May 9.", "2025-05-09", GIVEN),
        ("tvN denied reports that the drama will premiere on March 3.", "2025-03-03", DENIED),
        ("He denied that it is due on March 3.", "2025-03-03", DENIED),
        ("Originally due in 2024, the series premieres on March 3.", "2025-03-03", GIVEN),
        ("It will no longer premiere on Monday, March 3.", "2025-03-03", DENIED),
        ("3월 3일 첫 방송된다.", "2025-03-03", GIVEN),
    ],
)
def test_a_date_is_given_or_was_once_or_is_none(sentence, value, sense):
    assert sense_of(sentence, value) is sense
