"""One person's name in several spellings: what agrees, and what must never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.romanisation import forms, hangul_of, same_name, sounds

SAME = """
Park Ji-hu = Park Ji-hoo = Ji-hoo Park = Park Jihu = 박지후 = Park Ji Hu
Jo Yi-hyun = Cho Yi-hyun = Jo Yi Hyun = Cho Yihyun = 조이현
Yoon Chan-young = Yun Chan-yeong = Yoon Chanyoung = 윤찬영
Lomon = LOMON
No Yoon-seo = Noh Yoon-seo = Roh Yun-seo = 노윤서
Lee Jae-kyoo = Lee Jae-gyoo = Yi Jae-kyu = 이재규
Chun Sung-il = Cheon Seong-il = 천성일
Kim Nam-su = Kim Nam-soo = Gim Nam-su = 김남수
Joo Dong-geun = Ju Dong-geun = Ju Dong Geun = 주동근
Lee Jung-jae = Lee Jeong-jae = 이정재
Lee Byung-hun = Lee Byeong-hun = Lee Byung-heon = 이병헌
Park Hae-soo = Park Hae-su = 박해수
Jung Ho-yeon = Jeong Ho-yeon = HoYeon Jung = 정호연
Gong Yoo = Kong Yoo = Gong Yu = 공유
Song Joong-ki = Song Jung-ki = Song Jung-gi = 송중기
Song Hye-kyo = Song Hye-gyo = 송혜교
Jun Ji-hyun = Jeon Ji-hyeon = Jun Jihyun
Hyun Bin = Hyeon Bin = 현빈
Son Ye-jin = Sohn Ye-jin = 손예진
Kim Soo-hyun = Kim Su-hyeon = Kim Soohyun = 김수현
Seo Ye-ji = Suh Ye-ji
Ryu Jun-yeol = Ryoo Joon-yeol = 류준열
Yoo Ah-in = Yu A-in = 유아인
Choi Woo-shik = Choi Woo-sik = Choe U-sik = 최우식
Park So-dam = Park Sodam = 박소담
Bong Joon-ho = Bong Jun-ho = 봉준호
Hwang Dong-hyuk = Hwang Dong-hyeok = 황동혁
Kim Eun-hee = Kim Eun-hui = Kim Un-hee = 김은희
Kim Hee-ae = Kim Hui-ae = 김희애
Im Si-wan = Yim Si-wan = Lim Si-wan = Im Siwan = 임시완
Cho Seung-woo = Jo Seung-u = Jo Seungwoo = 조승우
Bae Doona = Bae Doo-na = Bae Du-na = 배두나
Nam Joo-hyuk = Nam Ju-hyeok = 남주혁
Kim Tae-ri = Kim Taeri = 김태리
Shin Min-a = Shin Min-ah = Sin Min-a = 신민아
Ahn Hyo-seop = An Hyo-seop = 안효섭
Uhm Jung-hwa = Eom Jung-hwa = Um Jung-hwa = 엄정화
Huh Joon-ho = Heo Jun-ho = 허준호
Namgoong Min = Namkoong Min = Namgung Min = 남궁민
Kim Go-eun = Kim Goeun = 김고은
Pedro Pascal = PEDRO PASCAL = Pascal Pedro
Penélope Cruz = Penelope Cruz
Kento Yamazaki = Yamazaki Kento
Zoë Kravitz = Zoe Kravitz
Seol Kyung-gu = Sul Kyung-gu = Seol Gyeong-gu = 설경구
Yum Jung-ah = Yeom Jung-a = 염정아
Wi Ha-jun = Wi Ha-joon = Wee Ha-jun = 위하준
Kwak Dong-yeon = Gwak Dong-yeon = 곽동연
""".strip().splitlines()

DIFFERENT = """
Park Ji-hoo | Park Ji-hoon
Park Ji-hu | Park Ji-hun
Kim Soo-hyun | Kim Soo-hyung
Lee Min-ho | Lee Min-hyuk
Lee Jung-jae | Lee Jong-jae
Lee Jeong-hyun | Lee Joong-hyun
Jung Woo | Jung Woo-sung
Kim Ji-won | Kim Ji-woon
Kim Ji-won | Kim Ji-hoon
Choi Min-sik | Choi Min-ho
Han Hyo-joo | Han Hye-jin
Kim Hye-soo | Kim Hae-sook
Lee Sung-kyung | Lee Sung-min
Park Bo-gum | Park Bo-young
Park Seo-joon | Park Seo-jin
Shin Hye-sun | Shin Hyun-been
Song Kang | Song Kang-ho
Jo In-sung | Jo Jung-suk
Jo Jung-suk | Jo Jin-woong
Jang Dong-gun | Jang Dong-yoon
Kang Ha-neul | Kang Han-na
Kim Woo-bin | Kim Woo-seok
Yoo Yeon-seok | Yoo Jae-suk
Lee Dong-wook | Lee Dong-hwi
Lee Je-hoon | Lee Ji-hoon
Seo In-guk | Seo Kang-joon
Nam Ji-hyun | Nam Joo-hyuk
Kim Nam-gil | Kim Nam-joo
Oh Jung-se | Oh Dal-su
Bae Suzy | Bae Soo-bin
Yoon Se-ah | Yoon Se-ri
Im Soo-jung | Im Si-wan
Ha Ji-won | Ha Jung-woo
Han So-hee | Han Ji-min
Jin Seon-kyu | Jin Goo
Kim Da-mi | Kim Min-ha
Go Min-si | Go Hyun-jung
Pedro Pascal | Pedro Almodóvar
Chris Evans | Chris Hemsworth
Emma Stone | Emma Watson
Kim Dong-wook | Kim Dong-hee
Kim Young-kwang | Kim Young-dae
Moon Ga-young | Moon Chae-won
Lee Yoo-mi | Lee Yoo-young
Lee Yi-kyung | Lee Eui-kyung
Park Eun-bin | Park Eun-seok
송중기 | 송종기
박지후 | 박지훈
Jung Hae-in | 정해균
""".strip().splitlines()


@pytest.mark.parametrize("line", SAME)
def test_spellings_of_one_name_agree_with_each_other_and_all_together(line):
    names = line.split(" = ")
    assert same_name(*names)
    assert [(a, b) for a in names for b in names if not same_name(a, b)] == []


@pytest.mark.parametrize("line", DIFFERENT)
def test_names_of_different_people_do_not_agree(line):
    one, other = line.split(" | ")
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize("line", [line for line in SAME if forms(line.split(" = ")[0])])
def test_spellings_that_agree_share_a_sound(line):
    first, *others = (sounds(name) for name in line.split(" = "))
    assert [other for other in others if not first & other] == []


def test_a_name_that_is_not_korean_has_no_sound():
    assert sounds("Pedro Pascal") == frozenset()
    assert not sounds("Park Ji-hoo") & sounds("Park Ji-hoon")


def test_a_chain_of_spellings_does_not_join_what_shares_no_hangul():
    assert same_name("Lee Jeong-ho", "Lee Jung-ho")
    assert same_name("Lee Jung-ho", "Lee Joong-ho")
    assert not same_name("Lee Jeong-ho", "Lee Jung-ho", "Lee Joong-ho")


@pytest.mark.parametrize(
    ("syllable", "hangul"),
    [
        ("hoo", "후"),
        ("hu", "후허흐"),
        ("hoon", "훈"),
        ("jung", "정중증"),
        ("jeong", "정"),
        ("hee", "희히"),
        ("x", ""),
        ("후", "후"),
    ],
)
def test_a_syllable_stands_for_the_hangul_that_it_may_spell(syllable, hangul):
    assert hangul_of(syllable) == frozenset(hangul)


def test_what_is_no_korean_name_has_no_hangul_form():
    assert [name for name in ("Pedro Pascal", "Lomon", "", "가", "Kim", "Kim A B C D", "김!") if forms(name)] == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_compared_and_the_order_does_not_matter(one, other):
    assert same_name(one, other) is same_name(other, one)
    assert same_name(one, one)
