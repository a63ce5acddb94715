"""Our own seeded grammar for short news excerpts, stories and diary entries."""

TOPICS = {
    # topic in the prompt: (domain, place)
    "a journey to Mars": ("space", "Mars"),
    "a mission to the Moon": ("space", "the Moon"),
    "a flight to Venus": ("space", "Venus"),
    "an expedition to Jupiter": ("space", "Jupiter"),
    "a probe near Saturn": ("space", "Saturn"),
    "a visit to a comet": ("space", "the comet"),
    "a new space station": ("space", "the space station"),
    "a voyage across the Pacific": ("sea", "the Pacific"),
    "a voyage to the Arctic": ("sea", "the Arctic"),
    "a trip to a distant island": ("sea", "the island"),
    "a ship in a storm": ("sea", "the northern coast"),
    "a dive to the sea floor": ("sea", "the sea floor"),
    "a climb in the Alps": ("mountain", "the summit"),
    "a hike over a volcano": ("mountain", "the volcano"),
    "an expedition to the South Pole": ("mountain", "the South Pole"),
    "a trek across the desert": ("mountain", "the desert"),
    "a new railway": ("city", "the central station"),
    "a festival in a small town": ("city", "the market square"),
    "a football match": ("city", "the stadium"),
    "a new library": ("city", "the library"),
    "a robot in a school": ("city", "the school"),
    "a lost cat": ("home", "the garden"),
    "an old clock": ("home", "the attic"),
    "a brave dog": ("home", "the farm"),
    "a garden in spring": ("home", "the garden"),
    "a dragon": ("tale", "the cave"),
    "a king and a fox": ("tale", "the castle"),
    "a wizard": ("tale", "the tower"),
}

NAMES = "Anna Ben Clara David Elena Felix Grace Hugo Ines Jonas Kira Leo Maria Noah Olga Paul Rosa Sam Tara Victor".split()
SURNAMES = "Baker Chen Diaz Evans Fischer Garcia Hansen Ito Jensen Kumar Lopez Meyer Novak Okoye Petrov Rossi Silva Turner Weber Young".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
TIMES = ["early in the morning", "late in the evening", "at noon", "at dawn", "after midnight", "shortly before sunset"]
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty", "forty", "one hundred"]
UNITS = ["days", "weeks", "months", "years"]
FEELINGS = ["proud", "calm", "tired", "happy", "nervous", "surprised", "hopeful", "silent", "cheerful", "worried"]
ADVERBS = ["slowly", "quietly", "suddenly", "carefully", "finally", "gently", "quickly", "bravely"]
WEATHER = ["heavy rain", "thick fog", "strong wind", "bright sunshine", "light snow", "a clear sky", "a bitter frost", "warm air"]

DOMAINS = {
    "space": {
        "vehicle": ["the spacecraft", "the rocket", "the capsule", "the lander", "the small probe", "the silver shuttle"],
        "who": ["the crew", "the astronauts", "the pilots", "the engineers on board", "the young commander"],
        "base": ["mission control", "the space agency", "the research centre", "the ground team"],
        "find": ["frozen water", "a field of red dust", "a strange signal", "traces of iron", "a deep canyon", "a bright crater", "layers of ice"],
        "trouble": ["a broken antenna", "a leak in a fuel tank", "a solar storm", "a failed computer", "a weak radio link"],
        "do": ["collected samples of rock", "tested the new engines", "repaired a solar panel", "took pictures of the surface", "planted a small flag", "measured the thin air"],
        "light": ["the stars", "the distant Earth", "the pale Sun", "two small moons"],
    },
    "sea": {
        "vehicle": ["the ship", "the old schooner", "the research vessel", "the submarine", "the fishing boat", "the white ferry"],
        "who": ["the sailors", "the captain and the crew", "the divers", "the passengers", "the fishermen"],
        "base": ["the harbour office", "the coast guard", "the shipping company", "the port authority"],
        "find": ["an unknown reef", "an old wreck", "a pod of whales", "a floating forest of weed", "a chest of silver coins", "a warm current"],
        "trouble": ["a torn sail", "a leaking hull", "a sudden gale", "a broken rudder", "drifting ice"],
        "do": ["mapped the sea floor", "rescued two swimmers", "repaired the mast", "counted the whales", "lowered the boats", "caught fresh fish"],
        "light": ["the waves", "the lighthouse", "the grey horizon", "the evening stars"],
    },
    "mountain": {
        "vehicle": ["the small plane", "the sledge", "the old truck", "the caravan", "the cable car"],
        "who": ["the climbers", "the guides", "the explorers", "the two sisters", "the rescue team"],
        "base": ["the base camp", "the weather station", "the alpine club", "the rescue service"],
        "find": ["a hidden valley", "an ancient path", "a frozen lake", "a cave full of drawings", "the ruins of a hut", "a rare flower"],
        "trouble": ["an avalanche", "a broken rope", "a lack of water", "a sand storm", "a lost map"],
        "do": ["pitched their tents", "crossed a narrow ridge", "melted snow for tea", "raised a flag", "measured the height", "followed old tracks"],
        "light": ["the white peaks", "the endless plain", "the red sunset", "the cold moon"],
    },
    "city": {
        "vehicle": ["the new train", "the tram", "the red bus", "the parade", "the little robot"],
        "who": ["the visitors", "the children", "the players", "the builders", "the teachers"],
        "base": ["the city council", "the mayor", "the local paper", "the town hall"],
        "find": ["a box of old letters", "a forgotten tunnel", "a better plan", "a new friend", "a record crowd"],
        "trouble": ["a power cut", "a missing key", "a flat tyre", "a long delay", "a shortage of chairs"],
        "do": ["sang in the street", "opened the doors", "painted the walls", "scored in the last minute", "read stories aloud", "waved from the windows"],
        "light": ["the lamps", "the crowded square", "the fireworks", "the tall windows"],
    },
    "home": {
        "vehicle": ["the cart", "the old bicycle", "the milk truck", "the wooden boat"],
        "who": ["the neighbours", "the family", "the two brothers", "the farmer and his wife", "the children"],
        "base": ["the village", "the animal shelter", "the local vet", "the museum"],
        "find": ["a nest of birds", "a silver ring", "a secret door", "a map of the valley", "a warm place to sleep"],
        "trouble": ["a sudden flood", "a broken fence", "a fire in the barn", "an empty bowl", "a cold night"],
        "do": ["searched the whole street", "planted roses", "baked bread", "told old stories", "fixed the roof", "lit a candle"],
        "light": ["the kitchen window", "the apple trees", "the quiet road", "the stars"],
    },
    "tale": {
        "vehicle": ["the golden coach", "the flying carpet", "the royal boat", "the black horse"],
        "who": ["the knights", "the villagers", "the wise owl and the fox", "the young princess", "the old king"],
        "base": ["the royal court", "the council of elders", "the village", "the guild of wizards"],
        "find": ["a magic mirror", "a sleeping giant", "a golden key", "a talking tree", "a chest of jewels"],
        "trouble": ["a broken spell", "a locked gate", "a hungry wolf", "a long winter", "a false friend"],
        "do": ["shared their bread", "crossed the dark forest", "solved the riddle", "sang an old song", "broke the spell", "built a bridge"],
        "light": ["the torches", "the silver moon", "the dark forest", "the high towers"],
    },
}

NEWS_OPENINGS = [
    "{BASE} said on {day} that {vehicle} had reached {place} after {n} {unit}.",
    "{VEHICLE} arrived at {place} on {day}, {n} {unit} later than planned.",
    "After {n} {unit}, {who} have come close to {place}, {base} reported on {day}.",
    "{PLACE} was in the news again on {day}: {who} found {find} there.",
    "{WHO} returned from {place} on {day} and brought home {find}.",
    "{NAME} {surname}, who leads the team, announced {topic} on {day}.",
]
NEWS_MIDDLES = [
    "{WHO} {do} and {do2} in {weather}.",
    '"We are {feeling}," said {NAME} {surname}, who has worked on the plan for {n} {unit}.',
    "The work was stopped for {n} days because of {trouble}.",
    "{BASE} had warned of {trouble}, but nobody was hurt.",
    "Near {place}, {who} discovered {find}.",
    "It cost {n} million and took {n2} {unit} to prepare.",
    "{VEHICLE} moved {adverb} towards {place} {time}.",
    '"It was harder than we thought," {NAME} {surname} told reporters, "because of {trouble}."',
    "Experts were {feeling} about {find}.",
    "In spite of {weather}, {who} {do}.",
]
NEWS_ENDINGS = [
    "A second team will leave in {n} {unit}.",
    "{BASE} expects the first results on {day}.",
    "{WHO} will stay at {place} for {n} more {unit}.",
    "More than {n} thousand people watched {time}.",
    "The next step will be decided on {day}.",
]
STORY_OPENINGS = [
    "Once upon a time, {name} lived near {place} with {n} friends.",
    "{NAME} had dreamed of {place} for {n} {unit}.",
    "On a {day} with {weather}, {name} set out for {place}.",
    "Nobody believed {name}, but {vehicle} was waiting {time}.",
    "It began {time}, when {name} found {find}.",
]
STORY_MIDDLES = [
    "{VEHICLE} moved {adverb} under {light}.",
    "There was {trouble}, and {name} felt {feeling}.",
    '"We must go on," said {name} {adverb}.',
    "Together with {who}, {name} reached {place} {time}.",
    "Then {who} {do}, and {name} laughed.",
    "Behind {light}, {name} saw {find}.",
    "For {n} {unit}, {who} {do} and {do2}.",
    "{NAME} was {feeling}, for {weather} lay over {place}.",
    '"Look at {light}," whispered {name}.',
]
STORY_ENDINGS = [
    "In the end, {name} came home {feeling}, and {who} never forgot {place}.",
    "And {light} shone over {place} until the morning.",
    "From that {day} on, {name} kept {find}.",
    "So {name} learned that even {trouble} can end well.",
]

KINDS = [
    ("short news excerpt", "news", 6), ("news report", "news", 2), ("short news story", "news", 2),
    ("short story", "story", 4), ("story", "story", 3), ("short tale", "story", 1), ("diary entry", "diary", 1),
]
REQUESTS = ["Write a {kind} about {topic}.", "Please write a {kind} about {topic}.", "Tell me a {kind} about {topic}.", "Write me a {kind} about {topic}", "{kind}: {topic}"]
REQUEST_WEIGHTS = [10, 3, 2, 1, 1]


def capitalise(text):
    return text[0].upper() + text[1:]


def text_about(random, topic, form):
    domain, place = TOPICS[topic]
    slots = DOMAINS[domain]
    name, surname = random.choice(NAMES), random.choice(SURNAMES)

    def fill(template):
        values = {key: random.choice(options) for key, options in slots.items()}
        values["do2"] = random.choice([option for option in slots["do"] if option != values["do"]])
        values.update(
            topic=topic, place=place, name=name, surname=surname, day=random.choice(DAYS),
            time=random.choice(TIMES), n=random.choice(NUMBERS), n2=random.choice(NUMBERS),
            unit=random.choice(UNITS), feeling=random.choice(FEELINGS), adverb=random.choice(ADVERBS),
            weather=random.choice(WEATHER),
        )
        values.update({key.upper(): capitalise(value) for key, value in values.items()})
        return template.format(**values)

    if form == "news":
        parts = [random.choice(NEWS_OPENINGS), *random.sample(NEWS_MIDDLES, random.randint(1, 3)), random.choice(NEWS_ENDINGS)]
    else:
        parts = [random.choice(STORY_OPENINGS), *random.sample(STORY_MIDDLES, random.randint(2, 4)), random.choice(STORY_ENDINGS)]
    text = " ".join(fill(part) for part in parts)
    return f"{random.choice(DAYS)}. {text}" if form == "diary" else text


def free_text(random):
    """(prompt, reply)"""
    kind, form, _ = random.choices(KINDS, [weight for _, _, weight in KINDS])[0]
    topic = random.choice(list(TOPICS))
    request = random.choices(REQUESTS, REQUEST_WEIGHTS)[0]
    return capitalise(request.format(kind=kind, topic=topic)), text_about(random, topic, form)
