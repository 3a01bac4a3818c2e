from coding import nomenclature
from locales.messages import MESSAGES


def test_eight_families_59_components_and_a_general_item_each() -> None:
    items = nomenclature.components()
    assert len(items) == 67
    assert sorted({one.family for one in items.values()}) == list("ABCDEFGH")
    assert [code for code, one in items.items() if one.general] == [f"{family}0" for family in "ABCDEFGH"]
    assert all(one.label and one.description and one.provenance for one in items.values())


def test_every_item_has_plain_words() -> None:
    for code in nomenclature.components():
        assert {f"code.{code}.label", f"code.{code}.line"} <= set(MESSAGES)


def test_the_general_item_comes_last_in_its_family() -> None:
    assert [one.code for one in nomenclature.of_family("F")] == ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F0"]


def test_blocks() -> None:
    assert [nomenclature.block_of(one) for one in "ACH"] == ["A+B", "C+D+E", "F+G+H"]
