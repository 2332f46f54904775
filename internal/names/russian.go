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
	g := grammar{last: russianLast, first: russianFirst, middle: russianMiddle}
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
var russianLast = rules(
	// Both genders.
	[3]string{"", `^(золя|тома|дюма)$`, "."},
	[3]string{"", `^(рева|кива|богода|скаля|шандра)$|(гава|орота)$`, "?"},
	[3]string{"", `ия$`, "-и -и -ю -ей -и"},
	[3]string{"", `ё$`, "."},
	[3]string{"f", nounInA.String(), "?"},
	[3]string{"f", `[^иы]на$|[сц]ка$|^` + ruConsonant + `*ая$`, "?"},
	[3]string{"f", `^` + ruConsonant + `*[оеиы][вн]а$`, "?"},
	[3]string{"f", `[оеё]ва$|[иы]на$`, "-ой -ой -у -ой -ой"},
	[3]string{"f", `[жшчщ]ая$`, "--ей --ей --ую --ей --ей"},
	// A man of such a name is declined as a noun; one with a woman's surname is a slip.
	[3]string{"m", nounInA.String(), "-ы -е -у -ой -е"},
	[3]string{"m", `([оеё]в|[иы]н)а$|ая$`, "?"},
	[3]string{"", `ца$`, "-ы -е -у ? -е"},
	[3]string{"", `[жшчщ]а$`, "-и -е -у ? -е"},
	// Men: nouns whose vowel may fall out.
	[3]string{"m", `^(лев|заяц|орел|осел|козел|котел|дятел|бобер|шатер|ковер|хохол|узел|щегол|пепел|посол|овес|пес|лоб|лед|мох|рот|сон|ров|` +
		`воробей|соловей|муравей|ручей|улей|репей|гусь|ремень|камень|онук|нечипас|долгопалец|маненок)$`, "?"},
	[3]string{"m", `^(швец|жнец|кузнец|чтец)$`, "а у а ? е"},
	[3]string{"m", `^(стрелец|малец)$`, "--ьца --ьцу --ьца ? --ьце"},
	[3]string{"m", `(` + ruVowel + `|л|ь|` + ruConsonant + ruConsonant + `)ец$|^` + ruConsonant + `*ец$`, "?"},
	[3]string{"m", `ец$`, "--ца --цу --ца ? --це"},
	[3]string{"m", `^` + ruConsonant + `*ок$`, "а у а ом е"},
	[3]string{"m", `([чшж]|[еёо]н)ок$`, "--ка --ку --ка --ком --ке"},
	[3]string{"m", `(ок|ек|ёк|ень|оть|вель|бель|ё[лрс])$`, "?"},
	// Men: adjectives and what looks like them.
	[3]string{"m", `^(вий|сой|цой|хой)$`, "-я -ю -я -ем -е"},
	[3]string{"m", `^` + ruConsonant + `*[оиые]й$|^(водопой|прибой|покой|герой|разбой|ковбой|запой|божий)$`, "?"},
	[3]string{"m", `[сц]кий$|^(вели|горь|высо|широ|ди|креп|глубо|жар|тон|глад|звон|ред|корот|низ|уз|бой|стой|гром|роб|мел|мяг|лег)кий$`, "--ого --ому --ого -м --ом"},
	[3]string{"m", `^(дол|стро|ти|убо|вет)[гх]ий$`, "--ого --ому --ого -м --ом"},
	[3]string{"m", `^синий$|[бвгджзклмпстфхцчшщь]ний$`, "--его --ему --его -м --ем"},
	[3]string{"m", `[кгхнбсзч]ий$`, "?"},
	[3]string{"m", `[хжшчщ]ой$`, "-го -му -го --им -м"},
	[3]string{"m", `[яэ]й$`, "-я -ю -я -ем -е"},
	[3]string{"m", `ых$|[кгхжшчщн]их$`, "."},
	[3]string{"m", `рих$`, "а у а ом е"},
	[3]string{"m", `их$`, "?"},
	// Men: the instrumental by stress or origin.
	[3]string{"m", `вич$`, "а у а ем е"},
	[3]string{"m", `[жшчщц]$|(эн|юн)$|^` + ruConsonant + `*[иы]н$|^(дарвин|чаплин)$|^` + ruConsonant + `*[оеё]в$`, "а у а ? е"},
	[3]string{"m", `[ая]в$`, "а у а ом е"},
)

var russianFirst = rules(
	[3]string{"", `[жш]а$`, "-и -е -у -ей -е"}, // Миша, Серёжа, Паша
	[3]string{"", `[чщ]а$`, "-и -е -у ? -е"},
	[3]string{"", `ца$`, "-ы -е -у ? -е"},
	[3]string{"m", `[жшчщц]$`, "а у а ? е"},
	// Declined in Ukrainian, not always in Russian.
	[3]string{"m", `^(данило|михайло|гаврило|кирило|павло|дмитро|петро|марко)$`, "?"},
	[3]string{"f", `^(любовь|нинель|адель|юдифь|эсфирь|руфь)$`, "-и -и . ю -и"},
	[3]string{"f", `ь$`, "?"},
)

var russianMiddle = rules(
	[3]string{"m", `^(ильич|кузьмич|фомич|лукич)$`, "а у а ом е"},
	[3]string{"m", `[^и]ч$|^ич$`, "?"},
)
