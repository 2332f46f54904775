package policy

import (
	"github.com/goccy/go-yaml/ast"

	"debitor/internal/fault"
)

// letterOnly are the keys that say how a letter goes.
var letterOnly = []string{"by", "sign", "post", "from", "copy", "signed-by", "recipients", "verified"}

// personOnly are the keys of what a person does.
var personOnly = []string{"options", "documents"}

// actionKeys adds the keys that say what a step does.
func (r *reader) actionKeys(keys map[string]func(ast.Node), s *Step) {
	for _, k := range Kinds {
		keys[string(k)] = func(n ast.Node) {
			s.Kind = k
			if k == Letter {
				s.Letter = r.name(n)
				return
			}
			s.Task = r.name(n)
		}
	}
	keys["by"] = func(n ast.Node) {
		for _, w := range r.words(n, "way to send", string(Email), string(Post)) {
			s.By = append(s.By, Channel(w))
		}
	}
	keys["sign"] = func(n ast.Node) { s.Sign = r.flag(n) }
	keys["post"] = func(n ast.Node) { s.Post = r.word(n, "class of mail", "ordinary", "registered", "valuable") }
	keys["within"] = func(n ast.Node) { s.Within = r.number(n, 90) }
	keys["from"] = func(n ast.Node) { s.From = r.name(n) }
	keys["copy"] = func(n ast.Node) { s.Copy = r.names(n) }
	keys["signed-by"] = func(n ast.Node) { s.Signer = r.name(n) }
	keys["recipients"] = func(n ast.Node) { s.Recipients = r.words(n, "role of a contact", contactRoles...) }
	keys["verified"] = func(n ast.Node) { s.Verified = r.flag(n) }
	keys["options"] = func(n ast.Node) { s.Options = r.names(n) }
	keys["documents"] = func(n ast.Node) { s.Documents = r.names(n) }
}

// checkAction sees that a step does one thing, and is told only what is about
// that.
func (r *reader) checkAction(n ast.Node, at places, s *Step) {
	var does []string
	for _, k := range Kinds {
		if at[string(k)] != nil {
			does = append(does, string(k))
		}
	}
	switch {
	case len(does) > 1:
		r.fail(at[does[1]].GetToken(), "policy.step_kind.both", fault.Tell("hint.two_steps", "make two steps of it"), "a step is a %s or a %s, not both", does[0], does[1])
		return
	case len(does) == 0:
		r.fail(start(n), "policy.step_kind.none", fault.Tell("hint.kind", "write letter: NAME or task: NAME"), "the step says nothing to do")
		return
	case s.Kind == Letter && at["by"] == nil:
		r.fail(start(n), "policy.missing.by", fault.Tell("hint.by", "write by: [post, email]"), "the letter does not say how it goes")
	case s.Kind == Escalate && at["options"] == nil:
		r.fail(start(n), "policy.missing.options", fault.Tell("hint.options", "write options: [extra-term, recovery]"), "the superior is given nothing to decide between")
	}
	foreign := letterOnly
	if s.Kind == Letter {
		foreign = personOnly
	}
	for _, key := range foreign {
		if at[key] != nil {
			r.fail(at[key].GetToken(), "policy.step_kind.foreign", fault.Tell("hint.leave_out", "leave it out"), "a %s has no %q", does[0], key)
		}
	}
}
