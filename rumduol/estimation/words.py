"""What is said of an estimate, in Khmer and English: each method's assumption, each reason why there is no number."""

METHOD = {
    "stepwise": {
        "en": "Stepwise log-linear model",
        "km": "គំរូលីនេអ៊ែរលោការីតជាជំហាន",
    },
    "bic_average": {"en": "Average of log-linear models", "km": "មធ្យមនៃគំរូលីនេអ៊ែរលោការីត"},
    "decomposable": {"en": "Bayesian average over graphs", "km": "មធ្យមបែបបេយស៍លើក្រាហ្វ"},
    "latent_class": {"en": "Latent classes", "km": "ក្រុមលាក់ខ្លួន"},
    "independence": {"en": "Independent lists", "km": "បញ្ជីមិនអាស្រ័យគ្នា"},
    "lower_bound": {"en": "Lower bound (Chao)", "km": "កម្រិតទាបបំផុត (Chao)"},
}
ASSUMES = {
    "stepwise": {
        "en": "Lists depend on each other in a few pairs only, and the pairs that the counts point to are the right ones. "
        "The interval that takes these pairs as known is too narrow.",
        "km": "បញ្ជីអាស្រ័យគ្នាតែពីរបីគូប៉ុណ្ណោះ ហើយគូដែលតួលេខបង្ហាញ គឺជាគូត្រឹមត្រូវ។ ចន្លោះដែលចាត់ទុកគូទាំងនេះថាស្គាល់ច្បាស់ តូចពេក។",
    },
    "bic_average": {
        "en": "As stepwise, but no single choice of pairs is trusted: each counts by how well it fits.",
        "km": "ដូចគំរូជាជំហាន តែមិនទុកចិត្តជម្រើសគូណាមួយទេ៖ គំរូនីមួយៗរាប់តាមកម្រិតដែលវាត្រូវនឹងតួលេខ។",
    },
    "decomposable": {
        "en": "Dependence between lists follows a graph without holes; before seeing the counts every graph is as likely.",
        "km": "ការអាស្រ័យគ្នានៃបញ្ជីតាមក្រាហ្វគ្មានចន្លោះ; មុនឃើញតួលេខ ក្រាហ្វទាំងអស់មានឱកាសស្មើគ្នា។",
    },
    "latent_class": {
        "en": "There are kinds of people whom lists find differently; within a kind, lists are independent.",
        "km": "មានមនុស្សច្រើនប្រភេទដែលបញ្ជីរកឃើញខុសគ្នា; ក្នុងប្រភេទមួយ បញ្ជីមិនអាស្រ័យគ្នាទេ។",
    },
    "independence": {
        "en": "Being on one list says nothing about being on another. Rarely true; shown to compare.",
        "km": "នៅក្នុងបញ្ជីមួយ មិនប្រាប់អ្វីអំពីបញ្ជីផ្សេងទេ។ កម្រពិត; បង្ហាញសម្រាប់ប្រៀបធៀប។",
    },
    "lower_bound": {
        "en": "At least so many, if people differ in how easily they are found and lists do not attract each other.",
        "km": "យ៉ាងតិចប៉ុណ្ណេះ បើមនុស្សងាយរកឃើញខុសគ្នា ហើយបញ្ជីមិនទាក់ទាញគ្នា។",
    },
}
HOW = {
    "analytic": {"en": "model taken as known", "km": "ចាត់ទុកគំរូថាស្គាល់ច្បាស់"},
    "bootstrap": {"en": "model chosen again each time", "km": "ជ្រើសគំរូឡើងវិញរាល់ដង"},
    "mixture": {"en": "all models, by weight", "km": "គំរូទាំងអស់ តាមទម្ងន់"},
    "posterior": {"en": "credible interval", "km": "ចន្លោះជឿទុកចិត្ត"},
}
REFUSAL = {
    "too_few_lists": {
        "en": "At least three lists are needed; this table has: {detail}.",
        "km": "ត្រូវការយ៉ាងតិចបញ្ជីបី; តារាងនេះមាន៖ {detail}។",
    },
    "too_many_lists": {
        "en": "At most ten lists; this table has {detail}. Join lists that work alike.",
        "km": "យ៉ាងច្រើនបញ្ជីដប់; តារាងនេះមាន {detail}។ សូមបញ្ចូលបញ្ជីដែលធ្វើការដូចគ្នា។",
    },
    "empty_list": {"en": "Nobody is on this list: {detail}.", "km": "គ្មាននរណានៅក្នុងបញ្ជីនេះទេ៖ {detail}។"},
    "no_overlap": {
        "en": "No two lists share anybody, so they say nothing about how many were missed.",
        "km": "គ្មានបញ្ជីពីរណាមានមនុស្សរួមទេ ដូច្នេះមិនអាចដឹងថាខកខានប៉ុន្មាននាក់។",
    },
    "list_without_overlap": {
        "en": "This list shares nobody with any other: {detail}. Leave it out, or check how people were matched.",
        "km": "បញ្ជីនេះគ្មានមនុស្សរួមជាមួយបញ្ជីណាទេ៖ {detail}។ សូមដកវាចេញ ឬពិនិត្យការផ្គូផ្គង។",
    },
    "same_list_twice": {
        "en": "These two lists hold the same people: {detail}. Use one of them.",
        "km": "បញ្ជីទាំងពីរនេះមានមនុស្សដដែល៖ {detail}។ សូមប្រើតែមួយ។",
    },
    "no_model_exists": {
        "en": "The overlaps are too few for any model to have an estimate.",
        "km": "មនុស្សរួមគ្នាតិចពេក គ្មានគំរូណាអាចប៉ាន់ប្រមាណបានទេ។",
    },
    "empty_file": {"en": "The file is empty.", "km": "ឯកសារទទេ។"},
    "names_of_lists": {
        "en": "Every list needs a name of its own in the first line: {detail}.",
        "km": "បញ្ជីនីមួយៗត្រូវមានឈ្មោះរៀងខ្លួនក្នុងជួរទីមួយ៖ {detail}។",
    },
    "line_length": {
        "en": "Line {detail} has more or fewer cells than the first line.",
        "km": "ជួរទី {detail} មានក្រឡាច្រើន ឬតិចជាងជួរទីមួយ។",
    },
    "not_0_or_1": {
        "en": "Line {detail}: a list column holds something else than 0 or 1.",
        "km": "ជួរទី {detail}៖ ជួរឈរបញ្ជីមានអ្វីក្រៅពី ០ ឬ ១។",
    },
    "not_a_count": {
        "en": "Line {detail}: the count is not a whole number of people.",
        "km": "ជួរទី {detail}៖ ចំនួនមិនមែនជាចំនួនគត់នៃមនុស្ស។",
    },
    "people_on_no_list": {
        "en": "Line {detail} counts people on no list. Nobody can have counted them: that is what is estimated.",
        "km": "ជួរទី {detail} រាប់មនុស្សដែលគ្មានក្នុងបញ្ជីណា។ គ្មាននរណារាប់បានទេ៖ នោះហើយជាអ្វីដែលត្រូវប៉ាន់ប្រមាណ។",
    },
}
WARNING = {
    "list_inside_another": {
        "en": "Everybody on the first list is on the second: {detail}. They are not two ways of finding people.",
        "km": "មនុស្សទាំងអស់ក្នុងបញ្ជីទីមួយមានក្នុងបញ្ជីទីពីរ៖ {detail}។ មិនមែនជាវិធីរកពីរទេ។",
    },
    "no_shared_people": {"en": "Pairs without a shared person: {detail}.", "km": "គូដែលគ្មានមនុស្សរួម៖ {detail}។"},
    "few_overlaps": {
        "en": "Very few people are on more than one list; small errors of matching change everything.",
        "km": "មនុស្សតិចណាស់នៅក្នុងបញ្ជីលើសពីមួយ; កំហុសតូចក្នុងការផ្គូផ្គងប្តូរអ្វីៗទាំងអស់។",
    },
    "disagree": {
        "en": "The methods differ by a factor of {detail}. Never quote one of these numbers alone.",
        "km": "វិធីទាំងនេះខុសគ្នា {detail} ដង។ កុំដកស្រង់តួលេខតែមួយឡើយ។",
    },
    "chains_disagree": {
        "en": "Latent classes: the counts do not pin this model down (R = {detail}); read it as “unknown”.",
        "km": "ក្រុមលាក់ខ្លួន៖ តួលេខមិនកំណត់គំរូនេះបានទេ (R = {detail}); សូមអានថា «មិនដឹង»។",
    },
}
CHANGE = {
    "without_list": {"en": "without {what}", "km": "គ្មាន {what}"},
    "added": {"en": "with {what} dependent", "km": "{what} អាស្រ័យគ្នា"},
    "dropped": {"en": "with {what} independent", "km": "{what} មិនអាស្រ័យគ្នា"},
}
LABEL = {
    "observed": {"en": "People on at least one list", "km": "មនុស្សក្នុងបញ្ជីយ៉ាងតិចមួយ"},
    "method": {"en": "Method", "km": "វិធី"},
    "estimate": {"en": "In all", "km": "សរុប"},
    "interval": {"en": "95 % interval", "km": "ចន្លោះ ៩៥ %"},
    "assumes": {"en": "What one has to believe", "km": "អ្វីដែលត្រូវជឿ"},
    "sensitivity": {"en": "If one thing were otherwise (stepwise)", "km": "បើរឿងមួយខុសពីនេះ (ជាជំហាន)"},
    "none": {"en": "no estimate", "km": "គ្មានការប៉ាន់ប្រមាណ"},
}


def say(table: dict[str, dict[str, str]], code: str, lang: str, **values: str) -> str:
    """One sentence in `km` or `en`."""
    return table[code][lang].format(**values)
