"""Papers that are right, and look wrong to a careless reader: the audit is silent on every one of them."""

from __future__ import annotations

from tests.pipeline.audit.papers import Draft


def paper(title: str, abstract: str, methods: str) -> Draft:
    """A paper up to its results."""
    draft = Draft()
    draft.put(f"{title}\n\nAbstract\n{abstract}\n\nPatients and methods\n{methods}\n\nResults")
    return draft


def said(draft: Draft) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in draft.read()]


def test_rounding_to_whole_numbers_and_an_evaluable_subset() -> None:
    draft = paper(
        "Gemcitabine for epithelioid sarcoma: 31 patients",
        "Thirty-one patients received gemcitabine. Of 27 evaluable patients, 6 (22%) had a partial response.",
        "Charts of 31 patients were reviewed. Response was assessed by RECIST 1.1.",
    )
    draft.put(
        "Thirty-one patients were treated; 17 (55%) were women. Twenty-seven patients were evaluable for response."
    )
    rows = [
        ["Sex", ""], ["Female", "17 (55)"], ["Male", "14 (45)"],
        ["Performance status", ""], ["0", "11 (35)"], ["1", "13 (42)"], ["2", "7 (23)"],
    ]  # fmt: skip
    draft.table("1", ["", "Patients (n = 31), n (%)"], rows, caption="Table 1. Patients")
    draft.put(
        "Of 27 evaluable patients, 6 (22%; 95% CI 9-42) had a partial response, 11 (41%) had stable disease and 10 (37%) "
        "progressed. The disease control rate was 63% (17/27)."
    )
    assert said(draft) == []


def test_rows_of_a_block_without_data_are_announced() -> None:
    draft = paper(
        "Trabectedin in 60 patients",
        "We describe 60 patients given trabectedin.",
        "All patients treated since 2010 were included.",
    )
    draft.put("Sixty patients were treated with trabectedin.")
    rows = [
        ["Grade", ""], ["1", "9 (16.4)"], ["2", "17 (30.9)"], ["3", "29 (52.7)"], ["Missing", "5"],
        ["Margins (n = 48)", ""], ["R0", "30 (62.5)"], ["R1", "12 (25.0)"], ["R2", "6 (12.5)"],
        ["Site", ""], ["Limb", "33 (55.0)"], ["Trunk", "27 (45.0)"],
    ]  # fmt: skip
    draft.table("1", ["", "N = 60, n (%)"], rows, caption="Table 1. Characteristics")
    assert said(draft) == []


def test_a_note_names_the_wholes_of_some_rows() -> None:
    draft = paper("Two arms of 100 patients", "One hundred patients were randomised.", "Patients were randomised 1:1.")
    draft.put("One hundred patients were randomised, 50 to each arm.")
    rows = [
        ["Age over 65", "20 (40)", "15 (30)"], ["Women", "22 (44)", "26 (52)"], ["Biopsied*", "12 (27)", "16 (34)"],
        ["Mutated*", "9 (20)", "11 (23)"],
    ]  # fmt: skip
    draft.table(
        "1", ["", "Arm A (n = 50)", "Arm B (n = 50)"], rows, caption="Table 1. Patients, n (%)",
        notes=["*Patients with tissue: arm A, n = 44; arm B, n = 47."],
    )  # fmt: skip
    assert said(draft) == []


def test_two_arms_whose_sizes_the_caption_names() -> None:
    draft = paper("Two schedules", "We randomised 529 patients.", "Patients were randomised between two schedules.")
    draft.put("Toxicity was assessed in 529 patients.")
    rows = [
        ["Nausea", "172 (65%)", "171 (65%)"],
        ["Fatigue", "212 (80%)", "216 (82%)"],
        ["Anaemia", "194 (73%)", "184 (70%)"],
    ]
    caption = "Table 2. Toxicity (n = 266 in the twice-daily group; n = 263 in the once-daily group)"
    draft.table("2", ["", "Twice daily", "Once daily"], rows, caption=caption)
    assert said(draft) == []


def test_treatment_lines_of_fewer_patients() -> None:
    draft = paper(
        "Kinase inhibitors in solitary fibrous tumour",
        "Twenty-four patients received 33 treatment lines.",
        "Each line of treatment was analysed by itself.",
    )
    draft.put(
        "Twenty-four patients (13 women, 11 men) received 33 treatment lines. A partial response was seen in 5 of 33 "
        "lines (15%) and stable disease in 18 (55%). Ten patients (42%) had been operated on."
    )
    draft.table("1", ["Drug", "Lines (n = 33), n (%)"], [["Pazopanib", "14 (42)"], ["Sunitinib", "19 (58)"]])
    assert said(draft) == []


def test_responders_and_lesions_have_percentages_of_their_own() -> None:
    draft = paper(
        "Electrochemotherapy of angiosarcoma",
        "Nineteen patients with 54 lesions were treated.",
        "Response was assessed by lesion and by patient.",
    )
    draft.put(
        "Nineteen patients with 54 lesions were treated. Complete response was seen in 22 of 54 lesions (41%). By patient, 8 of 19 "
        "(42%) had a complete response, and of these 8 responders 3 (38%) relapsed. Among the 6 patients with metastases 2 (33%) died."
    )
    assert said(draft) == []


def test_sites_may_be_several_and_exceed_the_patients() -> None:
    draft = paper("Metastatic sarcoma in 20 patients", "Twenty patients were treated.", "Charts were reviewed.")
    draft.put("Twenty patients were treated.")
    rows = [["Metastases*", ""], ["Lung", "15 (75)"], ["Bone", "8 (40)"], ["Liver", "5 (25)"]]
    draft.table("1", ["", "n (%), n = 20"], rows, notes=["*Patients could have more than one site."])
    assert said(draft) == []


def test_ratios_with_their_intervals_and_p_values() -> None:
    draft = paper("Prognosis of 140 patients", "We studied 140 patients.", "Cox models were fitted.")
    draft.put(
        "Of 140 patients 90 died. Grade was associated with survival (HR 1.84, 95% CI 1.12-3.02, p = 0.016), size was not "
        "(HR = 1.31; 95% CI: 0.86-1.99; P = 0.21). The odds ratio of response was 0.45 (95% CI 0.21 to 0.97; p=0.04)."
    )
    assert said(draft) == []
