"""Which time zone a dateline means: a curated table of cities, states and countries, and no guesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.zones import without_accents

# Each table is a text: "zone: name | name; zone: name".

# Cities that stand alone in a dateline, because every reader of a newspaper knows which one is meant. Absent, because
# two well-known places share the name: Athens, Birmingham, Columbus, Cordoba, Dublin, Georgetown, Hamilton, Kingston,
# Manchester, Melbourne, Perth, Portland, San Jose, Santiago, Springfield, Tripoli, Valencia, Victoria; with a state or
# a country after a comma most of them are found. (The two that are called Kansas City keep one time.)
_CITIES = """
America/New_York: Atlanta | Baltimore | Boston | Cincinnati | Cleveland | Miami | New York | Philadelphia |
    Pittsburgh | United Nations | Washington;
America/Chicago: Chicago | Dallas | Houston | Kansas City | Milwaukee | Minneapolis | New Orleans | Oklahoma City |
    San Antonio | St. Louis;
America/Detroit: Detroit; America/Indiana/Indianapolis: Indianapolis; America/Denver: Denver | Salt Lake City;
America/Phoenix: Phoenix; America/Los_Angeles: Las Vegas | Los Angeles | San Diego | San Francisco | Seattle;
Pacific/Honolulu: Honolulu; America/Toronto: Montreal | Ottawa | Quebec City | Toronto; America/Vancouver: Vancouver;
America/Mexico_City: Mexico City; America/Guatemala: Guatemala City; America/Panama: Panama City;
America/Havana: Havana; America/Port-au-Prince: Port-au-Prince; America/Caracas: Caracas; America/Bogota: Bogotá;
America/Argentina/Buenos_Aires: Buenos Aires; America/Sao_Paulo: Brasília | Rio de Janeiro | São Paulo;
Europe/London: Belfast | Edinburgh | London; Europe/Paris: Paris | Strasbourg;
Europe/Berlin: Berlin | Frankfurt | Hamburg | Munich; Europe/Rome: Milan | Rome; Europe/Vatican: Vatican City;
Europe/San_Marino: San Marino; Europe/Monaco: Monaco; Europe/Luxembourg: Luxembourg; Europe/Madrid: Barcelona |
    Madrid;
Europe/Gibraltar: Gibraltar; Europe/Lisbon: Lisbon; Europe/Brussels: Brussels; Europe/Amsterdam: Amsterdam |
    The Hague;
Europe/Zurich: Bern | Davos | Geneva | Zurich; Europe/Vienna: Vienna; Europe/Prague: Prague; Europe/Warsaw: Warsaw;
Europe/Budapest: Budapest; Europe/Belgrade: Belgrade; Europe/Sarajevo: Sarajevo; Europe/Zagreb: Zagreb;
Europe/Sofia: Sofia; Europe/Bucharest: Bucharest; Europe/Copenhagen: Copenhagen; Europe/Oslo: Oslo;
Europe/Stockholm: Stockholm; Europe/Helsinki: Helsinki; Atlantic/Reykjavik: Reykjavik; Europe/Kyiv: Kiev | Kyiv;
Europe/Minsk: Minsk; Europe/Moscow: Moscow; Europe/Istanbul: Ankara | Istanbul; Asia/Tbilisi: Tbilisi;
Asia/Jerusalem: Jerusalem | Tel Aviv; Asia/Gaza: Gaza City; Asia/Beirut: Beirut; Asia/Damascus: Aleppo | Damascus;
Asia/Amman: Amman; Asia/Baghdad: Baghdad | Mosul; Asia/Tehran: Tehran; Asia/Kuwait: Kuwait City; Asia/Riyadh: Riyadh;
Asia/Qatar: Doha; Asia/Dubai: Abu Dhabi | Dubai; Africa/Cairo: Cairo; Africa/Johannesburg: Cape Town | Johannesburg;
Africa/Nairobi: Nairobi; Africa/Djibouti: Djibouti; Africa/Kinshasa: Kinshasa; Africa/Brazzaville: Brazzaville;
Asia/Kabul: Kabul; Asia/Karachi: Islamabad | Karachi; Asia/Kolkata: Mumbai | New Delhi; Asia/Dhaka: Dhaka;
Asia/Kathmandu: Kathmandu; Asia/Bangkok: Bangkok; Asia/Kuala_Lumpur: Kuala Lumpur; Asia/Singapore: Singapore;
Asia/Jakarta: Jakarta; Asia/Manila: Manila; Asia/Shanghai: Beijing | Shanghai; Asia/Hong_Kong: Hong Kong;
Asia/Macau: Macau; Asia/Taipei: Taipei; Asia/Seoul: Seoul; Asia/Pyongyang: Pyongyang; Asia/Tokyo: Tokyo;
Australia/Sydney: Canberra | Sydney
"""

# Well-known cities of states and countries that keep more than one time or share their name with another.
_CITIES_OF = """
America/Kentucky/Louisville: Louisville, Ky.;
America/New_York: Chattanooga, Tenn. | Fort Lauderdale, Fla. | Fort Myers, Fla. | Gainesville, Fla. |
    Jacksonville, Fla. | Key West, Fla. | Knoxville, Tenn. | Miami Beach, Fla. | Orlando, Fla. | Palm Beach, Fla. |
    Parkland, Fla. | St. Petersburg, Fla. | Tallahassee, Fla. | Tampa, Fla. | West Palm Beach, Fla. | Frankfort, Ky. |
    Lexington, Ky.;
America/Chicago: Amarillo, Texas | Arlington, Texas | Austin, Texas | Bismarck, N.D. | Bowling Green, Ky. |
    Cannon Ball, N.D. | Corpus Christi, Texas | Fargo, N.D. | Fort Worth, Texas | Galveston, Texas |
    Grand Forks, N.D. | Lincoln, Neb. | Memphis, Tenn. | Nashville, Tenn. | Omaha, Neb. | Panama City, Fla. |
    Pensacola, Fla. | Pierre, S.D. | Sioux Falls, S.D. | Topeka, Kan. | Waco, Texas | Wichita, Kan.;
America/Detroit: Ann Arbor, Mich. | Flint, Mich. | Grand Rapids, Mich. | Lansing, Mich.;
America/Indiana/Indianapolis: Bloomington, Ind. | Carmel, Ind. | Fort Wayne, Ind. | South Bend, Ind. |
    Terre Haute, Ind.;
America/Denver: El Paso, Texas | Rapid City, S.D. | Window Rock, Ariz.; America/Boise: Boise, Idaho;
America/Phoenix: Flagstaff, Ariz. | Mesa, Ariz. | Scottsdale, Ariz. | Tempe, Ariz. | Tucson, Ariz. | Yuma, Ariz.;
America/Los_Angeles: Burns, Ore. | Carson City, Nev. | Eugene, Ore. | Portland, Ore. | Reno, Nev. | Roseburg, Ore. |
    Salem, Ore.;
America/Anchorage: Anchorage, Alaska | Fairbanks, Alaska; America/Juneau: Juneau, Alaska;
America/Toronto: Hamilton, Ontario | Lac-Megantic, Quebec | London, Ontario | Windsor, Ontario; America/Vancouver:
    Victoria, British Columbia;
America/St_Johns: St. John's, Newfoundland; America/Santiago: Santiago, Chile | Valparaiso, Chile;
America/Guayaquil: Guayaquil, Ecuador | Quito, Ecuador; America/Tijuana: Tijuana, Mexico;
America/Ciudad_Juarez: Ciudad Juarez, Mexico; America/Cancun: Cancun, Mexico;
Australia/Melbourne: Melbourne, Australia; Australia/Brisbane: Brisbane, Australia; Australia/Perth: Perth, Australia;
Australia/Adelaide: Adelaide, Australia;
Pacific/Auckland: Auckland, New Zealand | Christchurch, New Zealand | Wellington, New Zealand;
Europe/Moscow: Sochi, Russia | St. Petersburg, Russia; Asia/Vladivostok: Vladivostok, Russia;
Europe/Kyiv: Kharkiv, Ukraine | Lviv, Ukraine | Odesa, Ukraine | Odessa, Ukraine;
Asia/Makassar: Bali, Indonesia | Denpasar, Indonesia; Asia/Almaty: Almaty, Kazakhstan | Astana, Kazakhstan;
Asia/Ulaanbaatar: Ulaanbaatar, Mongolia; Asia/Hong_Kong: Hong Kong, China; Asia/Macau: Macau, China;
Africa/Lubumbashi: Goma, Congo | Lubumbashi, Congo
"""

# What may follow the comma and keeps one time: states as AP shortens them, in full and in postal letters; provinces.
_STATES = """
America/New_York: Conn. | Connecticut | CT | Del. | Delaware | DE | D.C. | District of Columbia | Ga. | Maine | ME |
    Md. | Maryland | Mass. | Massachusetts | MA | N.H. | New Hampshire | N.J. | New Jersey | N.Y. | New York | N.C. |
    North Carolina | Ohio | OH | Pa. | Pennsylvania | R.I. | Rhode Island | S.C. | South Carolina | Vt. | Vermont |
    Va. | Virginia | W.Va. | West Virginia;
America/Chicago: Ala. | Alabama | AL | Ark. | Arkansas | AR | Ill. | Illinois | IL | Iowa | IA | La. | Louisiana |
    Minn. | Minnesota | MN | Miss. | Mississippi | MS | Mo. | Missouri | Okla. | Oklahoma | OK | Wis. | Wisconsin |
    WI;
America/Denver: Colo. | Colorado | CO | Mont. | Montana | MT | N.M. | New Mexico | Utah | UT | Wyo. | Wyoming | WY;
America/Los_Angeles: Calif. | California | CA | Wash. | Washington | WA; Pacific/Honolulu: Hawaii | HI;
America/Puerto_Rico: P.R. | Puerto Rico; Pacific/Guam: Guam; America/Edmonton: Alberta | Northwest Territories;
America/Winnipeg: Manitoba; America/Moncton: New Brunswick; America/Halifax: Nova Scotia | Prince Edward Island;
America/Whitehorse: Yukon
"""

_COUNTRIES = """
Africa/Abidjan: Ivory Coast; Africa/Accra: Ghana; Africa/Addis_Ababa: Ethiopia; Africa/Algiers: Algeria;
Africa/Asmara: Eritrea; Africa/Bamako: Mali; Africa/Bangui: Central African Republic; Africa/Banjul: Gambia;
Africa/Blantyre: Malawi; Africa/Bujumbura: Burundi; Africa/Cairo: Egypt; Africa/Casablanca: Morocco;
Africa/Conakry: Guinea; Africa/Dakar: Senegal; Africa/Dar_es_Salaam: Tanzania; Africa/Djibouti: Djibouti;
Africa/Douala: Cameroon; Africa/Freetown: Sierra Leone; Africa/Gaborone: Botswana; Africa/Harare: Zimbabwe;
Africa/Johannesburg: South Africa; Africa/Juba: South Sudan; Africa/Kampala: Uganda; Africa/Khartoum: Sudan;
Africa/Kigali: Rwanda; Africa/Lagos: Nigeria; Africa/Libreville: Gabon; Africa/Lome: Togo; Africa/Luanda: Angola;
Africa/Lusaka: Zambia; Africa/Maputo: Mozambique; Africa/Maseru: Lesotho; Africa/Mbabane: Eswatini;
Africa/Mogadishu: Somalia; Africa/Monrovia: Liberia; Africa/Nairobi: Kenya; Africa/Ndjamena: Chad;
Africa/Niamey: Niger; Africa/Nouakchott: Mauritania; Africa/Ouagadougou: Burkina Faso; Africa/Porto-Novo: Benin;
Africa/Tripoli: Libya; Africa/Tunis: Tunisia; Africa/Windhoek: Namibia; America/Asuncion: Paraguay;
America/Barbados: Barbados; America/Belize: Belize; America/Bogota: Colombia; America/Caracas: Venezuela;
America/Costa_Rica: Costa Rica; America/El_Salvador: El Salvador; America/Guatemala: Guatemala; America/Guyana:
    Guyana;
America/Havana: Cuba; America/Jamaica: Jamaica; America/La_Paz: Bolivia; America/Lima: Peru;
America/Managua: Nicaragua; America/Montevideo: Uruguay; America/Nassau: Bahamas; America/Panama: Panama;
America/Paramaribo: Suriname; America/Port-au-Prince: Haiti; America/Port_of_Spain: Trinidad | Trinidad and Tobago;
America/Santo_Domingo: Dominican Republic; America/Tegucigalpa: Honduras; Asia/Aden: Yemen; Asia/Amman: Jordan;
Asia/Ashgabat: Turkmenistan; Asia/Baghdad: Iraq; Asia/Bahrain: Bahrain; Asia/Baku: Azerbaijan; Asia/Bangkok: Thailand;
Asia/Beirut: Lebanon; Asia/Bishkek: Kyrgyzstan; Asia/Brunei: Brunei; Asia/Colombo: Sri Lanka; Asia/Damascus: Syria;
Asia/Dhaka: Bangladesh; Asia/Dili: East Timor; Asia/Dubai: United Arab Emirates; Asia/Dushanbe: Tajikistan;
Asia/Gaza: Gaza Strip; Asia/Hebron: West Bank; Asia/Ho_Chi_Minh: Vietnam; Asia/Jerusalem: Israel;
Asia/Kabul: Afghanistan; Asia/Karachi: Pakistan; Asia/Kathmandu: Nepal; Asia/Kolkata: India;
Asia/Kuala_Lumpur: Malaysia; Asia/Kuwait: Kuwait; Asia/Manila: Philippines; Asia/Muscat: Oman; Asia/Nicosia: Cyprus;
Asia/Phnom_Penh: Cambodia; Asia/Pyongyang: North Korea; Asia/Qatar: Qatar; Asia/Riyadh: Saudi Arabia;
Asia/Seoul: South Korea; Asia/Shanghai: China; Asia/Singapore: Singapore; Asia/Taipei: Taiwan;
Asia/Tashkent: Uzbekistan; Asia/Tehran: Iran; Asia/Thimphu: Bhutan; Asia/Tokyo: Japan; Asia/Vientiane: Laos;
Asia/Yangon: Myanmar | Burma; Asia/Yerevan: Armenia; Atlantic/Bermuda: Bermuda; Atlantic/Reykjavik: Iceland;
Europe/Amsterdam: Netherlands; Europe/Athens: Greece; Europe/Belgrade: Serbia | Kosovo; Europe/Berlin: Germany;
Europe/Bratislava: Slovakia; Europe/Brussels: Belgium; Europe/Bucharest: Romania; Europe/Budapest: Hungary;
Europe/Chisinau: Moldova; Europe/Copenhagen: Denmark; Europe/Dublin: Ireland; Europe/Helsinki: Finland;
Europe/Istanbul: Turkey | Türkiye; Europe/Ljubljana: Slovenia;
Europe/London: Britain | England | Northern Ireland | Scotland | U.K. | United Kingdom | Wales | Great Britain;
Europe/Luxembourg: Luxembourg; Europe/Malta: Malta; Europe/Minsk: Belarus; Europe/Oslo: Norway; Europe/Paris: France;
Europe/Podgorica: Montenegro; Europe/Prague: Czech Republic | Czechia; Europe/Riga: Latvia; Europe/Rome: Italy;
Europe/Sarajevo: Bosnia | Bosnia-Herzegovina; Europe/Skopje: Macedonia | North Macedonia; Europe/Sofia: Bulgaria;
Europe/Stockholm: Sweden; Europe/Tallinn: Estonia; Europe/Tirane: Albania; Europe/Vaduz: Liechtenstein;
Europe/Vienna: Austria; Europe/Vilnius: Lithuania; Europe/Warsaw: Poland; Europe/Zagreb: Croatia;
Europe/Zurich: Switzerland; Indian/Antananarivo: Madagascar; Indian/Maldives: Maldives; Indian/Mauritius: Mauritius;
Pacific/Fiji: Fiji
"""

# What may follow the comma and keeps more than one time ("name | name: zone zone"): it names no zone, but it confirms
# that of a city from the first table. So "HOUSTON, Texas" is found and "PARIS, Texas" is not in France. "Georgia" is a
# state and a country, "Congo" two countries; much of Arizona's north-east does not keep Arizona's time.
_SPLIT = """
Alaska | AK:
    America/Anchorage America/Juneau America/Nome America/Sitka America/Yakutat America/Metlakatla America/Adak;
Ariz. | Arizona | AZ: America/Phoenix America/Denver; Fla. | Florida | FL: America/New_York America/Chicago;
Georgia: America/New_York Asia/Tbilisi; Idaho | ID: America/Boise America/Los_Angeles;
Ind. | Indiana | IN: America/Indiana/Indianapolis America/Chicago; Kan. | Kansas | KS: America/Chicago America/Denver;
Ky. | Kentucky: America/Kentucky/Louisville America/New_York America/Chicago;
Mich. | Michigan | MI: America/Detroit America/Menominee; Neb. | Nebraska | NE: America/Chicago America/Denver;
Nev. | Nevada | NV: America/Los_Angeles America/Denver; N.D. | North Dakota: America/Chicago America/Denver;
Ore. | Oregon | OR: America/Los_Angeles America/Boise; S.D. | South Dakota: America/Chicago America/Denver;
Tenn. | Tennessee | TN: America/New_York America/Chicago; Texas | TX: America/Chicago America/Denver;
British Columbia | B.C.: America/Vancouver America/Edmonton;
Newfoundland | Newfoundland and Labrador: America/St_Johns America/Goose_Bay;
Ontario | Ont.: America/Toronto America/Winnipeg; Quebec | Que.: America/Toronto America/Halifax;
Saskatchewan: America/Regina America/Edmonton; Argentina: America/Argentina/Buenos_Aires America/Argentina/San_Luis;
Australia: Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Adelaide Australia/Perth;
Brazil: America/Sao_Paulo America/Manaus America/Rio_Branco America/Bahia; Canada: America/Toronto America/Vancouver;
Chile: America/Santiago America/Punta_Arenas;
Congo | Democratic Republic of Congo: Africa/Kinshasa Africa/Lubumbashi Africa/Brazzaville;
Ecuador: America/Guayaquil Pacific/Galapagos; Indonesia: Asia/Jakarta Asia/Makassar Asia/Jayapura;
Kazakhstan: Asia/Almaty Asia/Aqtobe; Mexico: America/Mexico_City America/Tijuana America/Cancun America/Ciudad_Juarez;
Mongolia: Asia/Ulaanbaatar Asia/Hovd; New Zealand: Pacific/Auckland Pacific/Chatham;
Portugal: Europe/Lisbon Atlantic/Azores; Russia: Europe/Moscow Asia/Vladivostok; Spain: Europe/Madrid Atlantic/Canary;
Ukraine: Europe/Kyiv Europe/Simferopol;
U.S. | United States | USA: America/New_York America/Chicago America/Denver America/Los_Angeles
"""


def _key(name: str) -> str:
    return " ".join(without_accents(name).replace(".", "").replace("’", "'").split()).upper()


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for row in " ".join(table.split()).split(";"):
        left, _, right = row.partition(":")
        yield left.strip(), right.strip()


def _names(table: str) -> Iterator[tuple[str, str]]:
    for zone, names in _rows(table):
        yield from ((_key(name), zone) for name in names.split("|"))


def _merge(pairs: Iterator[tuple[str, str]], into: dict[str, str]) -> dict[str, str]:
    for name, zone in pairs:
        if into.setdefault(name, zone) != zone:
            raise ValueError(f"{name} stands in the table of datelines with two zones")
    return into


_SPLIT_ROWS = tuple((tuple(map(_key, names.split("|"))), tuple(zones.split())) for names, zones in _rows(_SPLIT))
_FIRST_NAME = {name: names[0] for names, _ in _SPLIT_ROWS for name in names}

DATELINES: dict[str, str] = _merge(_names(_CITIES_OF), _merge(_names(_CITIES), {}))
"""Zones of cities by the name of the city, and by "CITY, STATE" (in capitals, without accents and full stops)."""

_WHOLE = _merge(_names(_COUNTRIES), _merge(_names(_STATES), {}))
REGIONS: dict[str, tuple[str, ...]] = {
    **{name: (zone,) for name, zone in _WHOLE.items()},
    **{name: zones for names, zones in _SPLIT_ROWS for name in names},
}
"""The zone of each state, province or country that keeps one time, else the zones that it can confirm for a city."""


def zone_of_dateline(dateline: str, extra: Sequence[tuple[str, str]]) -> str | None:
    """The IANA name of the zone of *dateline* ("BEIRUT", "LOUISVILLE, Ky."); None where that would be a guess.

    *extra* are the site's own pairs of name and zone; they come first. Case, accents and full stops do not matter.

    >>> zone_of_dateline("São Paulo", ()), zone_of_dateline("PARIS, Texas", ())
    ('America/Sao_Paulo', None)
    """
    own = {_key(name): zone for name, zone in extra}
    place = _key(dateline)
    city, _, after = (part.strip() for part in place.partition(","))
    if zone := own.get(place) or own.get(city):
        return zone
    if not after:
        return DATELINES.get(city)
    region = _FIRST_NAME.get(after, after)
    if zone := DATELINES.get(f"{city}, {region}") or own.get(after) or own.get(region):
        return zone
    zones = REGIONS.get(region, ())
    if len(zones) == 1:
        return zones[0]
    zone = DATELINES.get(city)
    return zone if zone in zones else None
