"""The words that the corpus is written in."""

from __future__ import annotations

NOUNS = """
account address advisory agreement aide airport alarm alert allegation alliance ambulance amendment announcement
appeal applause archive argument arrest article assembly assessment attorney audience audit authority avenue award
backlog ballot bank barrier battery beach bench bill blaze board boat border bottle branch breach bridge briefing
broadcast budget builder bulletin bus cabinet camera campaign candidate canal capacity captain caravan cargo carriage
ceasefire census centre ceremony chair chamber chant charge charity chart checkpoint chief child choir church citizen
city claim clash class clerk clinic closure coach coalition coast column comment commission committee commuter company
complaint concern conference conflict congress conscience contract convoy corridor council counter county court cousin
crane credit crew crime crisis crowd curfew currency customer cyclist damage deadline deal debate debris decision
defence delay delegate delegation demand deputy detail detective detention detour diplomat director disaster dispute
district diversion doctor document donor downpour drain drill driver drone drought economy edition editor election
embassy emergency employer engine engineer envoy estate estimate evacuation evening event evidence exchange executive
exercise exit expert explosion factory farmer fault ferry festival figure filing fire firefighter fixture flag flight
flood forecast forest forum freight fuel fund funeral garage gate gathering generator goal goalkeeper governor grain
grant ground guard guideline hall hangar harbour hearing helicopter highway hill historian holiday home hospital
hostel hotel hour household hurricane impact incident index industry inflation injury inquest inquiry inspector
insurer interview invoice island issue journalist judge junction jury kitchen labour ladder lake landing landlord lane
lawmaker lawyer leader leak ledger lender letter levee library licence lifeboat limit line lobby lock lorry machine
magistrate majority manager manifesto map march margin market marshal match mayor measure mechanic medic meeting
member memo merger message midfielder migrant minister ministry minute mission mobile moment morning motion motorist
museum neighbour network newspaper notice nurse observer offer office officer official operator opponent option order
outage outlet owner package panel paper parade paramedic parent park parliament parcel partner party passenger patient
patrol pattern payment penalty pension permit petition phone pilot pipeline plan plane platform player pledge plot
point police policy poll pollster port post power premier premium president press pressure price prison prisoner probe
procession producer professor profit programme project promise proposal prosecutor protest protester province pump
quarter question queue quota railway rain rally range ranger rate ration reader reading rebate receipt record recovery
redundancy referee referendum reform refugee region regulator relative relief report reporter request rescue reserve
reservoir resident resolution response restaurant result retailer return review ridge rise river road roadblock roof
route ruling rumour runner runway sailor salary sanction school score screen search season seat secretary section
sector seller senate senator sentence sergeant service session settlement share shelf shelter shift ship shipment shop
shore shortage sign signal siren site skipper slope snow society soldier source speaker spectator speech spokesman
spokeswoman sponsor square squad stadium staff stage stake standard standoff statement station stock storm strategy
street strike striker student studio subsidy suburb summit supplier supply supporter surge surgeon survey survivor
suspect system tanker target tariff tax teacher team technician telegram tenant tender terminal territory test theatre
threat ticket tide timetable toll tornado total tour tower town track trade trader traffic trailer train tram
transcript transfer traveller treasury treaty trial tribunal trouble truce truck trust tunnel turbine turnout umpire
union unit update vaccine valley value van vehicle vendor venue verdict version vessel veteran victim victory video
village visitor volunteer vote voter wage walkout wall ward warehouse warning warrant water wave weather week weekend
welcome wharf wheel widow wildfire wind window winner winter witness worker workshop wreck yard year zone
""".split()

VERBS = """
accepted accused acknowledged added addressed adjourned admitted adopted advised agreed alerted allowed announced
answered appealed appeared applauded approached approved argued arranged arrived asked assessed assured attended
authorised avoided backed balanced banned barred battled blamed blocked boarded boosted briefed broadcast brought
built called cancelled carried caught caused cautioned celebrated challenged changed charged checked cheered chose
cited claimed cleared climbed closed collapsed collected commented compared completed concluded condemned conducted
confirmed considered contacted contained continued contradicted controlled convened counted covered criticised crossed
cut declared declined defended delayed delivered demanded denied departed described detained determined diverted
doubled drafted dropped drove eased elected emerged ended endorsed ensured entered escaped escorted estimated
evacuated examined exceeded expanded expected explained extended faced failed fell filed filled finished followed
forced formed found gathered gave greeted guarded halted handed handled headed heard held helped hoped identified
ignored imposed improved included increased indicated informed inspected insisted inspired introduced investigated
invited joined kept landed lasted launched learned left lifted limited linked listed lost lowered maintained managed
marched marked measured met monitored moved named negotiated noted notified objected observed obtained offered opened
opposed ordered organised overturned passed paused planned played pledged postponed praised prepared presented pressed
prevented promised proposed protected provided published pulled pushed questioned raised ran ratified reached reacted
received recommended recorded recovered reduced refused regained rejected released relied remained removed reopened
repaired repeated replaced replied reported requested rescued resigned resolved responded restored restricted resumed
returned revealed reversed reviewed revised ruled rushed scored searched secured seized sent served settled shared
shifted shut signalled signed slowed spoke spread staged started stayed stopped struck struggled submitted suggested
summoned supported surged surrendered suspended sustained testified thanked threatened told took toured traced
transferred travelled treated triggered trimmed turned unveiled updated upheld urged used vetoed visited voted waited
warned watched weighed welcomed widened withdrew won worked worsened wrote
""".split()

ADJECTIVES = """
able absent abrupt active acute additional adjacent agricultural annual anonymous anxious apparent armed average
avoidable aware bitter bleak brief broad broken busy calm careful cautious central certain chaotic civil clear coastal
cold combined common complete complex confident considerable constant contested controversial costly critical crowded
crucial current daily damaged dangerous deadly decisive deep defensive delicate dense dependent detailed difficult
diplomatic direct distant domestic dramatic dry early eastern economic elaborate elderly electoral electrical eligible
emotional empty enormous entire essential evident exact excessive exhausted expensive experienced extended external
extraordinary extreme fair familiar fatal federal fierce final financial firm flat flooded foggy foreign formal former
fragile free fresh frequent frozen full further general gentle genuine global gradual grave heavy hidden historic
hostile huge humid icy identical immediate independent industrial informal initial injured inland internal
international joint judicial junior key large late leading legal lengthy light limited local lone long loud low main
major marginal medical mild military minor missing mobile moderate modest monthly municipal muted mutual narrow
national natural nearby nervous neutral nightly northern notable numerous official ongoing open ordinary original
outer outgoing overdue overnight partial peaceful pending permanent persistent plain pleased political poor popular
powerful preliminary previous prime private probable prolonged prominent prompt public quick quiet rapid rare raw
ready recent regional regular related relevant reluctant remaining remote repeated residential rigid rival rough
routine rural safe scarce scheduled scattered second senior separate serious severe shallow sharp short sick
significant silent similar single slight slow small smooth social solid southern sparse special stable steady steep
stranded strict strong structural sudden sufficient surprise swift swollen temporary tense tentative tight tired tough
tragic tropical unanimous uncertain unclear unexpected uneven unusual upbeat urban urgent usual vacant valid vast
visible vital voluntary vulnerable warm weak weary weekly western wet wide widespread wild wooden young
""".split()

ADVERBS = """
abroad abruptly accordingly actively again ahead almost already apparently approximately around briefly broadly calmly
carefully cautiously clearly closely collectively consistently currently deliberately directly downstream early easily
effectively elsewhere entirely eventually evidently exactly finally firmly formally frequently fully generally
gradually heavily hourly immediately initially jointly largely later legally locally loudly mainly meanwhile mostly
nationally nearly nightly notably officially openly overnight partially peacefully possibly precisely previously
privately probably promptly publicly quickly quietly rapidly rarely recently reluctantly repeatedly reportedly roughly
safely separately sharply shortly significantly slightly slowly smoothly soon steadily strongly suddenly temporarily
twice unanimously unexpectedly upstream urgently usually voluntarily widely
""".split()

TOPICS = """
Storms Flooding Wildfires Earthquakes Elections Parliament Courts Budget Transport Railways Aviation Shipping Harbours
Energy Electricity Water Farming Fisheries Food Health Hospitals Schools Universities Science Space Technology
Telecoms Banking Markets Inflation Labour Strikes Housing Planning Policing Crime Prisons Border Defence Diplomacy
Treaties Summits Trade Tariffs Football Cricket Tennis Cycling Athletics Sailing Festivals Music Theatre Film Museums
Heritage Weather Winter Volunteers Obituaries
""".split()

# Syllables of made-up places and people.
OPENINGS = """
ar bel cor dun el fen gal har ish jor kel lor mar nor os pel quin ros sal tor ul ver wen yar zel bran cald drum eth
""".split()

MIDDLES = """
ba da den fi gra ha ken la mi na or pa ra se ta va wi lan mer ten
""".split()

PLACE_ENDINGS = """
bridge burgh by dale field ford gate ham haven holm ington ley mere mouth port stead ton vale wick worth
""".split()

SURNAME_ENDINGS = """
ard berg cott er holt is kin land man ner old ova quist ric sen son ster vik well yates
""".split()

FORENAME_ENDINGS = """
a in o us ette an ia el
""".split()

WEEKDAYS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""".split()
