"""Words around and unlike names in the 18 languages. Data; all compared folded (see ``coding.folding``)."""

from __future__ import annotations

TITLES = """
mr mrs ms miss hr κ mister sir dr doctor prof professor auntie uncle grandma grandpa nana
m mme mlle monsieur madame mademoiselle maître tonton tata mamie papi
herr fru fröken farbror tant
sr sra srta dona don doña senhor senhora senhor señor señora señorita senyor senyora tio tia tía tío
pan pani pana panu panem panią państwo panna wujek ciocia babcia dziadek babci cioci
κος κα κυρ κυρία κύριος κύριο κυρίου κυρά κυρίας θεία θείος θείο μπάρμπα γιατρός
signor signore signora signorina sig dott dottor dottoressa zio zia
kungs kundze kungam kundzei tante onkulis onkuls
meneer mevrouw mevr dhr mw juf juffrouw tante oom oma opa
néni bácsi úr asszony doktornő
pán pani pána pánovi pánom paní teta ujo strýko
domnul doamna domnu doamnei domnului domnișoara nea tanti nenea
frøken onkel
пан пані пана пану паном панні тітка тітці тітку дядько дядька баба дід
bey hanım teyze amca abla abi bay bayan hoca öğretmen
"""
"""Before a name (in Hungarian and Turkish after it): with a capital beside one of these, the word is a name."""

AFTER_NAME = "néni bácsi úr asszony doktornő hanım bey teyze amca abla abi abim ablam hoca öğretmen"
"""Those that follow the name."""

RELATIONS = """
neighbour neighbor friend mate son daughter brother sister colleague teacher boss cousin nephew niece husband wife partner
called named uncle aunt grandson granddaughter name
voisin voisine ami amie copain copine fils fille frère soeur sœur collègue cousin cousine mari femme appelle prénom maîtresse
granne grannen vän vännen kompis kompisen son sonen dotter dottern bror syster kollega chef kusin heter fröken man sambo
vizinho vizinha amigo amiga filho filha irmão irmã colega primo prima marido mulher chama chamado chamada
sąsiad sąsiadka sąsiadką sąsiadem sąsiadowi sąsiadki kolega koleżanka koleżanką przyjaciel przyjaciółka syn córka brat siostra mąż żona imieniu
γείτονας γείτονα γειτόνισσα φίλος φίλο φίλη φίλης γιος κόρη αδερφός αδερφή ξάδερφος λένε άντρας γυναίκα δασκάλα
vicino vicina amico amica figlio figlia fratello sorella collega cugino cugina marito moglie chiama maestra
kaimiņš kaimiņiene draugs draudzene dēls meita brālis māsa kolēģe kolēģis vārdā sauc
buurman buurvrouw vriend vriendin zoon dochter broer zus collega neef nicht heet man vrouw juf
szomszéd szomszédom barátom barátnőm fiam lányom bátyám húgom nővérem öcsém férjem feleségem kollégám
sused suseda susedka priateľ kamarát kamarátka syn dcéra brat sestra kolega kolegyňa manžel manželka volá menom
vecinul vecina prietenul prietena prietenă fiul fiica fratele sora colegul colega soțul soția cheamă numește
vecino vecina amigo amiga hijo hija hermano hermana compañero compañera marido mujer llama llamado llamada
veí veïna amic amiga fill filla germà germana company companya marit dona diu anomenat
nabo naboen ven veninde søn datter bror søster kollega kone mand hedder kusine fætter
сусід сусідка сусідку сусідкою сусідом друг друга подруга подругу подругою син сина донька дочка брат сестра колега чоловік дружина звати імені
komşum komşumuz arkadaşım oğlum kızım kardeşim eşim adı adında isminde
جاري جارتي جارنا جارتنا صديقي صديقتي ابني ابنتي بنتي أخي أختي اخي اختي زميلي زميلتي زوجي زوجتي اسمه اسمها اسمي عمي عمتي خالي خالتي عمو خالة
"""
"""Words after which a name is likely, even without a capital."""

ARABIC_TITLES = "د السيد السيدة أستاذ أستاذة الأستاذ الأستاذة الدكتور الدكتورة دكتور دكتورة الحاج الحاجة الشيخ المعلمة المعلم الست الآنسة"
ARABIC_SURE_TITLES = "د السيد السيدة الست"
"""After these, any word is a name."""

POSSESSIVES = "μου μας σου του της τους meu mea noastră nostru mio mia moj môj moja mého min mitt vores"
"""Between a relation and a name: "ο φίλος μου Νίκος"."""

KUNYA = "أبو ابو أبي أم ام"
"""Arabic: father and mother of; with a first name after it, that is how people are called."""

PLACE_BEFORE = """
the in at to near from around street road saint st santa san santo sankt sant são ste sainte
à au aux dans rue place avenue boulevard lycée collège école hôpital quartier
på till från vid em nos nas do da dos das ao à rua praça largo escola hospital bairro
w we z ze do ulica ul ulicy plac aleja osiedle kościół świętego św
στο στη στην στον στα στους στις σε οδός οδό πλατεία άγιος αγία αγίου αγίας άγιο
ad al alla di da nel nella del della dal dalla sul via piazza viale corso ospedale scuola
uz no pie iekš iela
naar van uit bij op straat plein
v vo z zo do ulica námestie svätý
în din spre strada piața sfântul sfânta
de por calle plaza barrio avenida carrer plaça avinguda
til fra ved sct
в у у з із зі до на вулиця площа святого
gatan vägen sokak caddesi mahallesi
"""
"""Before a word with a capital that is no known first name: more likely a place or a street than a person."""

NOT_NAMES = """
january february march april may june july august september october november december monday tuesday wednesday thursday
mondays tuesdays wednesdays thursdays fridays saturdays sundays friday saturday sunday christmas easter english french german spanish italian greek turkish arabic polish dutch portuguese
ukrainian romanian danish swedish hungarian slovak latvian british european american irish scottish welsh muslim christian
jewish catholic protestant god jesus allah bible quran koran ramadan eid earth internet bluetooth
covid corona mum dad mom nan grandma grandpa father mother i english ok tv
europe européen européens européenne français française françaises noël pâques dieu état terre mairie caf ehpad toussaint internet
jul påsk gud eu försäkringskassan arbetsförmedlingen systembolaget hemköp svenska
páscoa natal deus estado câmara segurança social junta república europa europeia terra santa casa misericórdia
boże narodzenie bóg boga bogu wigilia wigilii wielkanoc wielkanocy ziemia polska polski polsce polskę unia europejska zus mops nfz żabka żabce biedronka biedronce
pan pani pana pani państwo państwa ty tobie twój bożego bogiem sejm unii
θεός θεό θεού παναγία χριστός χριστό χριστούγεννα πάσχα δημοτικό ευρώπη εκκλησία δήμος δήμου δήμο ελλάδα ευρωπαϊκή ένωση δεη κεπ εφορία ιούλιο ιούλιος ιουλίου αυγούστου γενάρη φλεβάρη μάρτη απρίλη μάη ιούνη ιούλη σεπτέμβρη οκτώβρη νοέμβρη δεκέμβρη έλληνας έλληνες κυριακή σάββατο σαββάτου κυριακής δευτέρα τρίτη τετάρτη πέμπτη παρασκευή αύγουστο αύγουστος πρωτοχρονιά κατοχή τράπεζα
dio natale pasqua stato comune costituzione repubblica ferragosto madonna epifania inps asl pronto soccorso chiesa terra europa lei voi
dievs dieva dievam dievu līgo jāņi jāņos jāņu jāņiem saeima latvija latvijā latvijas eiropa eiropas rīgā ziemassvētki ziemassvētkos ziemassvētkiem lieldienas lieldienās jūs jums jūsu rimi maxima
god kerst pasen u uw sinterklaas koningsdag gemeente nederlands nederlandse uwv
isten istenem istennek karácsony karácsonykor húsvét magyarország föld ön önök tb oep otp
boh boha bohu vianoce vianociach veľká noc dedo mráz slovensko slovensku slovenska európa lidl vy vám vás panna mária
dumnezeu domnul doamne crăciun crăciunul paște paștele românia româniei biserica sfântul pământ anaf cnas
dios navidad semana santa estado gobierno ayuntamiento seguridad reyes virgen españa europa tierra ud usted nochebuena sanidad
déu nadal sant joan estat ajuntament generalitat valència catalunya país reis cap any seguretat social terra falles nostre
dem deres jer gud jul påske danmark danske kommunen borgerservice folketinget netto føtex fakta rema coop
бог бога богу боже різдво великдень великодня україна україні україни європа європі європейський ви вас вам ваш тцк днр дія дії зсу рада господь
allah allaha allahın ramazan bayram bayramı bayramda kurban kuran cuma türkiye türk türkçe avrupa tanrı atatürk şok bim migros devlet sgk toki hızır
lidl ikea aldi tesco asda sainsbury carrefour auchan mercadona penny kaufland spar netflix facebook whatsapp instagram tiktok google
youtube uber airbnb amazon erasmus spotify zoom twitter playstation xbox minecraft fortnite lego skype messenger viber telegram
messi ronaldo disney nike adidas nokia iphone android excel word microsoft caritas unesco schengen nato wifi wi-fi flixbus ryanair
burger king mcdonald kebab pokemon pokémon roblox netto action hema jumbo albert heijn decathlon zara bol black friday
"""
"""With a capital, but nobody's name: days, feasts, God, institutions, brands, polite pronouns, one's country and language."""

MORE_PLACES = """
københavn aarhus århus odense aalborg esbjerg randers kolding vejle roskilde helsingør jylland fyn sjælland bornholm thy mols nørrebro vesterbro amager
rīga rīgā rīgas rīgai rīgu latgale latgalē kurzeme kurzemē vidzeme vidzemē zemgale zemgali liepāja daugavpils jelgava jūrmala ventspils daugava daugavai krievija krievijā
anglija anglijā vācija vācijā īrija īrijā lietuva igaunija norvēģija ķekava ķekavā purvciems imanta
almanya hollanda isveç fransa ingiltere avusturya belçika italya ispanya yunanistan suriye ukrayna rusya amerika londra viyana köln berlin
англія німеччина польща італія іспанія чехія ірландія відень лондон варшава київ києва києві львів львові карпати дніпро майдан майдану купала донбас крим криму росія
ikaria θάσος θάσο ικαρία βρυξέλλες λονδίνο γερμανία μεσόγειος μεσόγειο θράκη θράκης παρίσι μόναχο άμστερνταμ αθήνα αθήνας καβάλα θεσσαλονίκη όλυμπος αιγαίο βαλκάνια
londres londen london londra londyn londýn londýna paris parigi pariisi münchen berlín berlino berlijn wien bécs viedeň vienna roma rome prag praha brno
france franța frankrijk frankrig frankrike francie francúzsko franciaország anglia anglicko anglie deutschland tyskland duitsland németország németországba nemecko niemcy
niemczech niemiec alemania alemanha alemanya germania germany germània allemagne england engeland scotland ireland wales britain italia italië italy españa espanya espagne
spain spania spanje hiszpania portugal polonia polska norge norway norvegia noruega suecia danmark finland schweiz svizzera suisse zwitserland švajčiarsko rakúsko österreich
ausztria austria belgië belgique brussel bruxelles brussels brussels vlaanderen wallonie luik gent antwerpen limburg ukraine ukraina ukrajina ukrajna russia rusia rusland ryssland
syria syrien syrie marokko maroc marruecos turkey turkije turquie turkiet grèce greece africa afrika afrique áfrica asia europa europe amerika america américa usa
stockholm göteborg malmö skåne norrland rinkeby tensta alby fittja huddinge botkyrka norrköping uppsala gotland öland vättern
balaton tisza duna budapest buda pest erdély felvidék alföld borsod kárpátok tatra tatry tátra horehronie kysuce orava liptov spiš gemer záhorie bratislava košice
bałtyk mazury podlasie śląsk warszawa kraków łódź wrocław gdańsk bieszczady prut dunăre dunărea moldova ardeal cluj iași bucurești timișoara ardèche alsace bretagne normandie
provence vosges jura savoie corse seine loire rhône lisboa porto alentejo algarve minho douro coimbra tejo albufera horta montseny empordà ebre mallorca menorca eivissa
dolomiti etna sicilia sardegna puglia calabria po adriatico baixa mediterráneo mediterrani rambla
"""
"""Towns, regions, rivers and countries that the list made from phone codes lacks."""
