"""The nomenclature in plain words: what citizens read instead of codes. Labels are buttons; lines explain them."""

from __future__ import annotations

from locales.messages.source import Source

LABEL = "A topic in plain words, on a button: at most 26 characters."
LINE = "One plain line that explains the topic “{label}”."
LIMIT = 26

FAMILIES = {
    "A": ("What we need to live", "food, home, health care, work, money, school, transport"),
    "B": ("The place we live in", "clean or dirty, noise, streets, parks, weather, beauty"),
    "C": ("Town hall, state, rights", "rights, courts, offices, politics, being asked"),
    "D": ("People close to me", "partner, family, friends, neighbours, colleagues"),
    "E": ("Society", "respect, fairness, solidarity, safety, nature, traditions"),
    "F": ("My own balance", "health, freedom, time, inner balance, faith, growing"),
    "G": ("Feelings", "joy or sadness, calm or fear, stress, pride or shame"),
    "H": ("What I do", "looking after oneself, helping, taking part, not giving up"),
}

CODES = {
    "A0": ("All we need to live", "several of these at once: food, home, money …"),
    "A1": ("Food and drink", "enough to eat and drink, healthy food"),
    "A2": ("Doctors and medicines", "getting to a doctor, hospital, care and medicines"),
    "A3": ("Home and heating", "having a home, heating, water, furniture, rent"),
    "A4": ("Clothes and shoes", "having what to wear"),
    "A5": ("School and training", "school, studies, courses, learning a trade"),
    "A6": ("Work and jobs", "having or finding work, or losing it"),
    "A7": ("Free time and culture", "sport, holidays, cinema, music, festivals"),
    "A8": ("Money", "wages, pensions, bills, prices, debts"),
    "A9": ("Help and care", "childcare, home help, care for old, ill or disabled people"),
    "A10": ("Getting around", "bus, train, car, bicycle, tickets"),
    "A11": ("Internet and news", "information, media, phone, computer"),
    "B0": ("The place in general", "the town or village as a whole"),
    "B1": ("Noise and cleanliness", "clean air and streets, rubbish, noise"),
    "B2": ("Roads and lighting", "pavements, street lamps, networks, long distances"),
    "B3": ("Places to meet", "squares, benches, youth centre, cafés, shops nearby"),
    "B4": ("Weather and seasons", "sun, rain, heat, floods, fires"),
    "B5": ("Parks and space", "green places, room to live, or crowding"),
    "B6": ("Workplaces", "safe and healthy places to work, machines, farming"),
    "B7": ("Beauty of the place", "houses, landscape, old buildings, ugly corners"),
    "C0": ("Offices and institutions", "public bodies in general"),
    "C1": ("Rights and freedom", "free speech, belief, equal rights"),
    "C2": ("Courts and police", "law, justice, fair and in time"),
    "C3": ("Openness and honesty", "knowing what is decided and why, no corruption"),
    "C4": ("How we are governed", "government, taxes, how public money is used"),
    "C5": ("Forms and counters", "how offices receive you, waiting, paperwork"),
    "C6": ("Having a say", "voting, being asked, being represented"),
    "D0": ("Close relations", "being loved, or lonely"),
    "D1": ("Love and couple", "partner, marriage, separation"),
    "D2": ("Family", "parents, children, relatives"),
    "D3": ("Friendship", "friends, or having none"),
    "D4": ("Neighbours", "getting on, helping, quarrelling next door"),
    "D5": ("At work and school", "colleagues, boss, classmates, teachers"),
    "E0": ("Society in general", "how we live together"),
    "E1": ("Respect and tolerance", "good manners, or rudeness"),
    "E2": ("Fair chances for all", "equality, or unfairness"),
    "E3": ("Solidarity and sharing", "helping the weak, or selfishness"),
    "E4": ("Belonging or left out", "being accepted, bullying, racism"),
    "E5": ("The economy", "crisis, rich and poor, consumption, banks"),
    "E6": ("Safety and peace", "violence, crime, war, feeling safe"),
    "E7": ("Living together", "cultures and groups together, community"),
    "E8": ("Nature and climate", "protecting nature and animals, climate"),
    "E9": ("Young and old", "generations, ageing, leaving or arriving"),
    "E10": ("Values and traditions", "culture, roots, customs, language"),
    "E11": ("Progress and future", "science, technology, the world of tomorrow"),
    "F0": ("My balance in general", "body, mind and life in order"),
    "F1": ("My health", "being fit or ill, pain, sleep"),
    "F2": ("Freedom to choose", "deciding for oneself, not depending on others"),
    "F3": ("Time", "time for oneself, work and life, always rushing"),
    "F4": ("Inner balance", "mental health, being at ease, overload"),
    "F5": ("Faith and meaning", "belief, prayer, the meaning of life"),
    "F6": ("Being useful", "having a role, being needed or not"),
    "F7": ("Learning and growing", "reaching goals, talents, or failing"),
    "G0": ("Feelings in general", "feeling good or bad"),
    "G1": ("Confidence or shame", "being proud, or feeling worth nothing"),
    "G2": ("Content or frustrated", "being satisfied, or disappointed, envious"),
    "G3": ("Calm or afraid", "feeling safe inside, or fear"),
    "G4": ("No worries or stress", "relaxed, or worried and under pressure"),
    "G5": ("Joy or sadness", "laughing, being happy, or sad"),
    "H0": ("Doing something", "what one can do, in general"),
    "H1": ("Looking after myself", "exercise, better habits, learning from mistakes"),
    "H2": ("Doing what I like", "hobbies, projects, a business of one's own"),
    "H3": ("Being kind", "smiling, polite, good behaviour"),
    "H4": ("Listening and helping", "going towards others, visiting, volunteering"),
    "H5": ("Care for shared things", "sorting waste, saving energy, public places"),
    "H6": ("Taking part", "associations, meetings, elections"),
    "H7": ("Will and hope", "goals, not giving up, or giving up"),
}

SOURCES: dict[str, Source] = {}
for _key, (_label, _line) in {**FAMILIES, **CODES}.items():
    _kind = "family" if _key in FAMILIES else "code"
    SOURCES[f"{_kind}.{_key}.label"] = Source(_label, comment=LABEL, limit=LIMIT)
    SOURCES[f"{_kind}.{_key}.line"] = Source(_line, comment=LINE.format(label=_label))
