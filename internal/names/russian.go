package names

import (
	_ "embed" // the rules
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed rules/ru.json
var petrovich []byte

// russian is our corrections with petrovich's rules after them.
var russian = sync.OnceValue(func() grammar {
	var file map[string]struct {
		Exceptions []petrovichRule `json:"exceptions"`
		Suffixes   []petrovichRule `json:"suffixes"`
	}
	if err := json.Unmarshal(petrovich, &file); err != nil {
		panic(err) // the file is part of the binary, and a test reads it
	}
	g := grammar{last: russianLast.rules(), first: russianFirst.rules(), middle: russianMiddle.rules()}
	for name, r := range map[string]role{"lastname": last, "firstname": first, "middlename": middle} {
		list := slices.Clip(g[r])
		for _, rule := range file[name].Exceptions {
			if len(rule.Tags) > 0 {
				g[half] = append(g[half], rule.read("^(%)$"))
				continue
			}
			list = append(list, rule.read("^(%)$"))
		}
		for _, rule := range file[name].Suffixes {
			list = append(list, rule.read("(%)$"))
		}
		g[r] = list
	}
	return g
})

type petrovichRule struct {
	Gender string   `json:"gender"`
	Test   []string `json:"test"`
	Mods   []string `json:"mods"`
	Tags   []string `json:"tags"`
}

func (p petrovichRule) read(pattern string) rule {
	r := rule{gender: map[string]Gender{"male": Male, "female": Female}[p.Gender]}
	r.pattern = regexp.MustCompile(strings.Replace(pattern, "%", strings.Join(p.Test, "|"), 1))
	copy(r.endings[:], p.Mods)
	return r
}

const (
	ruVowel     = `[аеёиоуыэюя]`
	ruConsonant = `[бвгджзйклмнпрстфхцчшщ]`
)

// nounInA are surnames that are nouns of a woman's gender, not the wives of men
// called Сов or Калин.
var nounInA = regexp.MustCompile(`^(сова|корова|дуброва|діброва|підкова|.*голова|полова|основа|подкова|слива|дева|ева|рева|` +
	`калина|малина|смородина|рябина|осина|дубина|былина|година|щетина|тростина|хворостина|скотина|картина|долина|равнина|` +
	`пружина|глина|свинина|тычина|хижина|перина|солома|половина|вершина|паутина|перлина|ялина|рогозина|бузина)$`)

// russianLast corrects petrovich where its rule makes a form that is wrong, and
// stops it where only the bearer knows. Doubtful are: whether a vowel falls out
// (Заяц, Орёл, Воробей, Рудок), whether an ending in -ий, -ой is an adjective's
// (Топчий and Рабочий), whether a woman's surname is an adjective (Весна and
// Лесна), and -ом or -ем where it goes by stress (Ткачом, Бабичем).
var russianLast = table{
	// Both genders.
	{"", `^(золя|тома|дюма)$`, "."},
	{"", `^(рева|кива|богода|скаля|шандра)$|(гава|орота)$`, "?"},
	{"", `ия$`, "-и -и -ю -ей -и"},
	{"", `ё$`, "."},
	{"f", nounInA.String(), "?"},
	{"f", `[^иы]на$|[сц]ка$|^` + ruConsonant + `*ая$`, "?"},
	{"f", `^` + ruConsonant + `*[оеиы][вн]а$`, "?"},
	{"f", `[оеё]ва$|[иы]на$`, "-ой -ой -у -ой -ой"},
	{"f", `[жшчщ]ая$`, "--ей --ей --ую --ей --ей"},
	// A man of such a name is declined as a noun; one with a woman's surname is a slip.
	{"m", nounInA.String(), "-ы -е -у -ой -е"},
	{"m", `([оеё]в|[иы]н)а$|ая$`, "?"},
	{"", `ца$`, "-ы -е -у ? -е"},
	{"", `[жшчщ]а$`, "-и -е -у ? -е"},
	// Men: nouns whose vowel may fall out.
	{"m", `^(лев|заяц|орел|осел|козел|котел|дятел|бобер|шатер|ковер|хохол|узел|щегол|пепел|посол|овес|пес|лоб|лед|мох|рот|сон|ров|` +
		`воробей|соловей|муравей|ручей|улей|репей|гусь|ремень|камень|онук|нечипас|долгопалец|маненок)$`, "?"},
	{"m", `^(швец|жнец|кузнец|чтец)$`, "а у а ? е"},
	{"m", `^(стрелец|малец)$`, "--ьца --ьцу --ьца ? --ьце"},
	{"m", `(` + ruVowel + `|л|ь|` + ruConsonant + ruConsonant + `)ец$|^` + ruConsonant + `*ец$`, "?"},
	{"m", `ец$`, "--ца --цу --ца ? --це"},
	{"m", `^` + ruConsonant + `*ок$`, "а у а ом е"},
	{"m", `([чшж]|[еёо]н)ок$`, "--ка --ку --ка --ком --ке"},
	{"m", `(ок|ек|ёк|ень|оть|вель|бель|ё[лрс])$`, "?"},
	// Men: adjectives and what looks like them.
	{"m", `^(вий|сой|цой|хой)$`, "-я -ю -я -ем -е"},
	{"m", `^` + ruConsonant + `*[оиые]й$|^(водопой|прибой|покой|герой|разбой|ковбой|запой|божий)$`, "?"},
	{"m", `[сц]кий$|^(вели|горь|высо|широ|ди|креп|глубо|жар|тон|глад|звон|ред|корот|низ|уз|бой|стой|гром|роб|мел|мяг|лег)кий$`, "--ого --ому --ого -м --ом"},
	{"m", `^(дол|стро|ти|убо|вет)[гх]ий$`, "--ого --ому --ого -м --ом"},
	{"m", `^синий$|[бвгджзклмпстфхцчшщь]ний$`, "--его --ему --его -м --ем"},
	{"m", `[кгхнбсзч]ий$`, "?"},
	{"m", `[хжшчщ]ой$`, "-го -му -го --им -м"},
	{"m", `[яэ]й$`, "-я -ю -я -ем -е"},
	{"m", `ых$|[кгхжшчщн]их$`, "."},
	{"m", `рих$`, "а у а ом е"},
	{"m", `их$`, "?"},
	// Men: the instrumental by stress or origin.
	{"m", `вич$`, "а у а ем е"},
	{"m", `[жшчщц]$|(эн|юн)$|^` + ruConsonant + `*[иы]н$|^(дарвин|чаплин)$|^` + ruConsonant + `*[оеё]в$`, "а у а ? е"},
	{"m", `[ая]в$`, "а у а ом е"},
}

var russianFirst = table{
	{"", `[жш]а$`, "-и -е -у -ей -е"}, // Миша, Серёжа, Паша
	{"", `[чщ]а$`, "-и -е -у ? -е"},
	{"", `ца$`, "-ы -е -у ? -е"},
	{"m", `[жшчщц]$`, "а у а ? е"},
	// Declined in Ukrainian, not always in Russian.
	{"m", `^(данило|михайло|гаврило|кирило|павло|дмитро|петро|марко)$`, "?"},
	{"f", `^(любовь|нинель|адель|юдифь|эсфирь|руфь)$`, "-и -и . ю -и"},
	{"f", `ь$`, "?"},
}

var russianMiddle = table{
	{"m", `^(ильич|кузьмич|фомич|лукич)$`, "а у а ом е"},
	{"m", `[^и]ч$|^ич$`, "?"},
}
