from hypothesis import given
from hypothesis import strategies as st

from support.pairwise import full, pairs, pairwise

AXES = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.sampled_from("12345"), min_size=1, max_size=4, unique=True), min_size=2
)


@given(AXES)
def test_every_pair_of_values_meets(axes: dict[str, list[str]]) -> None:
    wanted = set().union(*(pairs(case) for case in full(axes)))
    assert set().union(*(pairs(case) for case in pairwise(axes))) == wanted


@given(AXES)
def test_the_selection_is_no_larger_than_the_product_and_holds_no_case_twice(axes: dict[str, list[str]]) -> None:
    names = [tuple(case.items()) for case in pairwise(axes)]
    assert len(set(names)) == len(names) <= len(full(axes))


def test_the_selection_is_about_as_large_as_the_two_longest_axes() -> None:
    axes = {"page": list("abcdef"), "size": list("123"), "language": ["zh_CN", "en"], "data": list("wxyz")}
    assert len(full(axes)) == 144
    assert len(pairwise(axes)) <= 28
