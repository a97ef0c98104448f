"""Words that are none to look for, in either language: a question mixes them no more than its words do.

The union of the usual lists of English and French stop words, and the words with which people begin a question;
without accents, since people leave them out.
"""

_WORDS = """
    a about above after again against ai aie aient aies ait all am an and any are as at au aura aurai auraient
    aurais aurait auras aurez auriez aurions aurons auront aux avaient avais avait avec avez aviez avions
    avons ayant ayante ayantes ayants ayez ayons be because been before being below between both but by c ca
    can ce ces comment d dans de des did do does doing don down du during each elle en es est et etaient etais
    etait etant etante etantes etants ete etee etees etes etiez etions eu eue eues eumes eurent eus eusse
    eussent eusses eussiez eussions eut eutes eux faire few for from fumes furent further fus fusse fussent
    fusses fussiez fussions fut futes had has have having he her here hers herself him himself his how i if il
    in into is it its itself j je just l la le leur lui m ma mais me meme mes moi mon more most my myself n ne
    no nor nos not notre nous now of off on once only ont or other ou our ours ourselves out over own par pas
    pour qu que qui quoi s sa same se sera serai seraient serais serait seras serez seriez serions serons
    seront ses she should si so soient sois soit some sommes son sont soyez soyons such suis sur t ta te tes
    than that the their theirs them themselves then there these they this those through to toi ton too tu un
    under une until up very vos votre vous was we were what when where which while who whom why will with y
    you your yours yourself yourselves
"""
STOPS = frozenset(_WORDS.split())

_ASIDE = """
    actual actually another anybody anyone apres besoin brand brands business businesses case cases cas cherche
    chercher client clients companies company concret concrete crise crises crisis customer customers demande encore
    enough entreprise entreprises example examples exemple exemples exercice exercise faut find firm firms general
    give gives happen happened happens know lesson lessons made make makes marque marques montre montrer need needed
    needs organisation organisations petit people quelqu quelque quelques real really reel rien saw say says search
    see show showing shows situation situations somebody someone still studies study tell thing things trouver us
    want wants wrote
"""
ASIDE = frozenset(_ASIDE.split())
"""Words of the person who asks, and words that are true of every case: looked for, but they decide nothing."""
