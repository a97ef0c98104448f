"""The rules of form, reported where text is read (`source`, `project`) and where values become records
(`model.reading`). Written as the docstrings of the other rules are."""

FORM = {
    "KB000": """
        A file with very many problems shows the first hundred: mend those and run again.

        Such a file has one problem, not hundreds: it is another file, or its indentation slipped.

        Wrong:
            a file with 101 problems
        Right:
            a file with a few
        """,
    "KB001": """
        A record is a regular file that can be read. Folders, devices and broken links are not.

        What cannot be read here can be read nowhere.

        Wrong:
            cases/2020-lamp-recall.yml -> ../moved-away.yml
        Right:
            cases/2020-lamp-recall.yml
        """,
    "KB002": """
        A file has at most 256 kB. A case is a few dozen.

        A larger one is another file, or two cases in one.

        Wrong:
            cases/2020-lamp-recall.yml   300 kB
        Right:
            cases/2020-lamp-recall.yml   30 kB
        """,
    "KB003": """
        Files are encoded in UTF-8.

        In any other encoding the letters of a name depend on who reads it.

        Wrong:
            title: Le café   (saved as Windows-1252)
        Right:
            title: Le café   (saved as UTF-8)
        """,
    "KB004": """
        Files are YAML. The place shown is that of the slip; where it cannot be told, the cause may stand just above.

        A text that holds a colon and a space, or starts with a sign, goes into quotes or on the lines below `>-`.

        Wrong:
            type_reason: one thing: The part was within its specification.
        Right:
            type_reason: The part was within its specification.
        """,
    "KB005": """
        A field is given once.

        Of two values one would be lost without a word.

        Wrong:
            title: A lamp gets hot
            title: The lamp that got too hot
        Right:
            title: The lamp that got too hot
        """,
    "KB006": """
        Anchors, aliases, tags and merge keys are not used.

        What a file says stands where it says it, and a file that names itself ten times over cannot fill the memory.

        Wrong:
            name: &maker Lumen
        Right:
            name: Lumen
        """,
    "KB007": """
        A file holds at most 20,000 values, nested at most 24 deep.

        No honest file comes near; one that does would only keep the program busy.

        Wrong:
            resolution: [[[[[[[[[[[[[[[[[[[[[[[[[The lamp was taken back.]]]]]]]]]]]]]]]]]]]]]]]]]
        Right:
            resolution: The lamp was taken back.
        """,
    "KB008": """
        A file holds one record: a mapping of fields to values.

        A second document after `---` would not be read.

        Wrong:
            recognise: [One sees it.]
            ---
            id: another-tactic
        Right:
            recognise: [One sees it.]
        """,
    "KB009": """
        `cases/`, `taxonomy/tactics/` and `taxonomy/lessons/` hold `.yml` files and nothing else.

        A file with another ending is not read, and its author would not know.

        Wrong:
            cases/2020-lamp-recall.yaml
        Right:
            cases/2020-lamp-recall.yml
        """,
    "KB010": """
        A record has only the fields of its schema.

        A field under another name is read by nobody. A misspelt one is also missing under its right name (KB011).

        Wrong:
            - id: customer
              nickname: burnt_lamp
              role: a customer
        Right:
            - id: customer
              role: a customer
        """,
    "KB011": """
        A required field is there.

        Pages, counts and searches rely on it. `kb new` writes a file with all of them.

        Wrong:
            - id: answer
              actor: lumen
        Right:
            - id: answer
              at: 2020-03-02T12:15+01:00
              actor: lumen
        """,
    "KB012": """
        A value is of its field's kind: text, whole number, list, mapping, true or false.

        A text of digits alone goes into quotes, or it is a number.

        Wrong:
            - about: 1215
        Right:
            - about: the hour of the answer
        """,
    "KB013": """
        A value is one of those that its field allows.

        Words from a fixed list can be counted and shown in both languages.

        Wrong:
            stance: in favour
        Right:
            stance: supports
        """,
    "KB014": """
        A field is neither empty nor longer than its limit.

        A field that may be left out is left out; one that must be there says something.

        Wrong:
            question: ""
        Right:
            question: What do you do now?
        """,
    "KB015": """
        Ids are small letters, digits and single hyphens; addresses start with http:// or https://.

        Both become addresses of pages.

        Wrong:
            url: gazette.example/lamp
        Right:
            url: https://gazette.example/lamp
        """,
    "KB016": """
        Dates are EDTF, as precise as the source: 2012, 2012-01, 2012-01-04, 2012-01-04T13+01:00.

        A day that no source gives is not made up, and a time of day is told with its zone, in the clock of the people
        in the case. `~` behind a date says that it is approximate, `?` that it is uncertain.

        Wrong:
            ended: 10 March 2020
        Right:
            ended: 2020-03-10
        """,
    "KB017": """
        The vocabulary names every term that the program knows, and numbers its levels from 0.

        A term without a name would be shown as a code.

        Wrong:
            - level: 2
              name: {en: quiet, fr: calme}
        Right:
            - level: 0
              name: {en: quiet, fr: calme}
        """,
    "KB018": """
        A translation `<id>.<language>.yml` lies beside its original and says in its head what it translates.

        The head and the name tell the same, so that a file that was copied or moved is noticed.

        Wrong:
            translates: 2020-lamp
        Right:
            translates: 2020-lamp-recall
        """,
    "KB019": """
        A translation has the texts of its original and nothing else.

        Dates, levels, tactics and sources are those of the original: a second copy could only differ.

        Wrong:
            crisis:
              type: challenge
              type_reason: La pièce était conforme à sa spécification.
        Right:
            crisis:
              type_reason: La pièce était conforme à sa spécification.
        """,
    "KB022": """
        A file holds no characters that nobody sees: no zero-width spaces, soft hyphens or signs that turn lines round.

        They come along when text is pasted. An id with one in it looks right and is not, and a search passes over it.

        Wrong:
            title: The lamp that<U+200B> got too hot
        Right:
            title: The lamp that got too hot
        """,
    "KB023": """
        A text with a hash in it is in quotes.

        Behind a space, `#` begins a comment: the rest of the line would be lost without a word.

        Wrong:
            title: The lamp that got #too hot
        Right:
            title: The lamp that got too hot
        """,
    "KB201": """
        A date exists in the calendar.

        A day that cannot be is a slip of the pen; only its writer knows which day it was.

        Wrong:
            ended: 2020-03-32
        Right:
            ended: 2020-03-10
        """,
    "KB401": """
        A private person has a role and no name, whatever the press printed.

        Nobody should be found by what they once wrote in anger. Organisations, office holders, executives acting as
        such and public figures are named.

        Wrong:
            - id: customer
              name: Jeanne Martin
              kind: customer
        Right:
            - id: customer
              role: a customer
              kind: customer
        """,
}

# The same, where one may publish and mend later.
LACKING = {
    "KB020": """
        A translation has every text of its original.

        What is missing is shown in the original's language, in the middle of the other.

        Wrong:
            - id: answer
              conflicts:
        Right:
            - id: answer
              what: Lumen présente ses excuses et annonce que la lampe sera reprise.
              conflicts:
        """,
    "KB021": """
        A translation was made from the texts as they are now; `kb translate done` says that it is so again.

        Whoever corrects a text does not always know its other language. Until somebody does, the page says so.

        Wrong:
            made_from:
              title: gldfdjpp   # of a title that was changed since
        Right:
            made_from:
              title: gldfdjpo
        """,
}
