# SPDX-License-Identifier: Apache-2.0
"""What happens to certificates at one laptop: given out, claimed, replaced, renewed, revoked; each verdict is compared
with that of the naive model."""

from typing import Final

from app.credentials.claims import AnswerRow, ClaimAnswer, write_answer
from app.domain.refusals import Refused
from app.domain.register import ACCEPTED, DISMISSED, REFUSED, UPHELD
from app.services import policies
from app.services.certificates import IssueWish, issue
from app.services.claims import ClaimMade, ClaimWish, claim, read_claim_answer
from app.services.replacing import Replaced, renew, replace
from app.services.revoking import appeal, decide_appeal, revoke
from tests.simulation.award_ground import AUTHORITY
from tests.simulation.lives import ISSUERS, Hand, done
from tests.simulation.naive_rules import Moment, Paper, Said

_MONTH: Final = 31
POLICIES: Final = (
    ("model", ("centre", "centre", "centre", "claim", "registry")),
    ("signer-apart", ("off", "off", "on")),
    ("validity-months", ("0", "0", "1")),
)


def set_policies(hand: Hand) -> None:
    """The centre decides anew how it issues, for all or for the qualification."""
    for key, values in POLICIES:
        value = hand.chance.choice(values)
        if policies.set_policy(hand.side.people["SAMPLE Aibek"], key, value, "AQ") or key not in hand.policies:
            hand.policies[key] = (hand.count.next(), value)


def give(hand: Hand) -> int:
    """Give a certificate to everybody to whom one is due; returns to how many."""
    given = 0
    for cohort, ids in hand.side.cohorts.items():
        signer = hand.chance.choice(ISSUERS)
        moment = hand.moment(signer)
        against = {id_: moment.against(hand.known[id_]) for id_ in ids}
        made = issue(hand.side.centres[signer], IssueWish(cohort, "AQ"))
        assert {row.learner for row in made.issued} | {row.learner for row in made.refused} == set(ids)
        for row in made.issued:
            assert not against[row.learner], f"{against[row.learner]} was not seen: {told(hand, row.learner)}"
            _given(hand, moment, row.learner, row.number)
        for refused in made.refused:
            because = f"refused for {refused.code} ({refused.why}), not {against[refused.learner] or 'at all'}"
            assert refused.code in against[refused.learner], f"{because}: {told(hand, refused.learner)}"
        given += len(made.issued)
    return given


def told(hand: Hand, learner: bytes) -> str:
    """All that the model knows of a learner here."""
    heap = hand.known[learner].heap
    return "\n".join(["", str(hand.policies), str(hand.versions), *map(str, heap.all.values())])


def _given(hand: Hand, moment: Moment, learner: bytes, number: str, follows: str = "") -> None:
    until = hand.day + _MONTH if hand.policy("validity-months") == "1" else 0
    words = hand.known[learner].open_claim() if moment.model != "centre" else []
    paper = Paper(until, follows, words[-1].place[0] if words else "")
    hand.say(learner, "issued", number, beside=True, paper=paper)


def something(hand: Hand, learner: bytes) -> None:
    """Something happens to a certificate of this learner, if they have one: mostly what its state is open to."""
    for _ in range(hand.chance.choice((1, 1, 2, 3))):
        papers = hand.known[learner].papers()
        numbers = [one.place[0] for one in papers]
        alone = [one for one in papers if numbers.count(one.place[0]) == 1]
        if not alone:
            return
        paper = hand.chance.choice(alone)
        fitting = _FITTING[hand.known[learner].state(paper, hand.day)] if hand.chance.random() < 0.8 else _ALL
        hand.chance.choice(fitting)(hand, learner, paper)


def _revoke(hand: Hand, learner: bytes, paper: Said) -> None:
    number = paper.place[0]
    act = done(lambda: revoke(hand.side.centres["SAMPLE Aibek"], number, "error"))
    assert bool(act) == (hand.known[learner].state(paper, 0) == "issued"), f"revoking {number}: {told(hand, learner)}"
    if act:
        hand.say(learner, "ruled", number, value="revoked")


def _appeal(hand: Hand, learner: bytes, paper: Said) -> None:
    number = paper.place[0]
    act = done(lambda: appeal(hand.side.people["SAMPLE Sokha"], number, "not so"))
    assert bool(act) == (hand.known[learner].state(paper, 0) == "revoked"), f"appeal {number}: {told(hand, learner)}"
    if act:
        hand.say(learner, "ruled", number, value="appealed")


def _decide(hand: Hand, learner: bytes, paper: Said) -> None:
    number, outcome = paper.place[0], hand.chance.choice((UPHELD, DISMISSED))
    act = done(lambda: decide_appeal(hand.side.centres["SAMPLE Sokha"], number, outcome))
    assert bool(act) == (hand.known[learner].state(paper, 0) == "appealed"), f"deciding {number}"
    if act:
        hand.say(learner, "ruled", number, value=outcome)


def _replace(hand: Hand, learner: bytes, paper: Said) -> None:
    _instead(hand, learner, paper, renewing=False)


def _renew(hand: Hand, learner: bytes, paper: Said) -> None:
    _instead(hand, learner, paper, renewing=True)


def _instead(hand: Hand, learner: bytes, paper: Said, renewing: bool) -> None:
    number, one, signer = paper.place[0], hand.known[learner], hand.chance.choice(ISSUERS)
    moment, centre = hand.moment(signer), hand.side.centres[signer]
    stands = one.state(paper, hand.day) in ("issued", "expired") and not one.differs("ruled", number)
    due = stands and (paper.paper.until > 0 or not renewing) and not moment.against_another(one)
    made: Replaced | None = done(lambda: renew(centre, number) if renewing else replace(centre, number))
    assert bool(made) == due, f"in place of {number}: {moment.against_another(one)} {told(hand, learner)}"
    if made:
        _given(hand, moment, learner, made.given.number, number)


_ALL: Final = (_revoke, _appeal, _decide, _replace, _renew)
_FITTING: Final = {
    "issued": (_revoke, _revoke, _replace, _renew), "revoked": (_appeal,), "appealed": (_decide,),
    "expired": (_renew, _replace, _revoke), "replaced": _ALL,
}  # fmt: skip


def claim_all(hand: Hand) -> None:
    """Where others release or give out certificates: claim, and read what some of the answers are."""
    for cohort, ids in hand.side.cohorts.items():
        centre, moment = hand.side.centres["SAMPLE Aibek"], hand.moment("SAMPLE Aibek")
        expected = {id_ for id_ in ids if moment.claimable(hand.known[id_])}
        out = centre.folder.path / "claim.json"
        try:
            made = claim(centre, ClaimWish(cohort, out, "AQ"))
        except Refused as reason:
            assert (moment.model, reason.code) == ("centre", "no-claim-needed"), str(reason)
            continue
        assert set(made.learners) == expected, f"claimed for {cohort}"
        if made.claim is not None:
            for id_ in made.learners:
                hand.say(id_, "claimed", made.claim.hex(), value="claimed")
            _answer(hand, made, made.claim)


def _answer(hand: Hand, made: ClaimMade, claimed: bytes) -> None:
    rows = []
    for id_ in made.learners:
        outcome = hand.chance.choice((ACCEPTED, ACCEPTED, ACCEPTED, REFUSED, ""))
        if outcome:
            number = f"MOL-{hand.chance.getrandbits(60)}" if outcome == ACCEPTED and hand.chance.random() < 0.8 else ""
            rows.append(AnswerRow(id_, outcome, "", number, b""))
            hand.say(id_, "claimed", claimed.hex(), value=outcome, paper=Paper(given=number))
    centre = hand.side.centres["SAMPLE Aibek"]
    file = centre.folder.path / "answer.json"
    today = centre.work.today().isoformat()
    file.write_bytes(write_answer(ClaimAnswer(claimed, "Ministry SAMPLE", today, tuple(rows), b""), AUTHORITY))
    read_claim_answer(centre, file)
