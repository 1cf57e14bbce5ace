"""Made-up, harmless Swedish texts that staff might write of a named contact. Nothing here is about anybody."""

from brygga.process import ContactKind

NEEDS = {
    ContactKind.CARE: (
        "Har många kontakter i vården och vet inte vem hen ska ringa.",
        "Flera mottagningar och hemsjukvård: någon behöver hålla ihop det.",
        "Anhörig ringer runt och önskar en person att vända sig till.",
    ),
    ContactKind.COORDINATING: ("Vård hos fyra enheter, insatserna krockar ibland.",),
    ContactKind.PHYSICIAN: ("Vill träffa samma läkare varje gång.", "Har flera sjukdomar och läkemedel att följa upp."),
    ContactKind.HOME_HELP: ("Har nyss fått hemtjänst.", "Många olika i personalen, vill ha någon att prata med."),
}
WISHES = ("", "", "Gärna någon som kan nås på förmiddagen.", "Önskar någon som talar finska.")
NOT_APPOINTED = ("Personen har redan en kontakt på en annan enhet.", "Behovet är tillfälligt och ordnas på annat sätt.")
HANDED_OVER = ("Har valt en annan vårdcentral.", "Vården ges numera av den andra enheten.")
