package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/policy"
	"debitor/internal/store"
	"debitor/policies"
)

// PolicyText is a policy with the text it was read from.
type PolicyText struct {
	Rules
	Source []byte
}

// PolicyNamed finds a policy by what a person calls it: NAME@3 is the company's
// third version, NAME its last one, else the shipped one of that name, else a
// file.
func (s *Session) PolicyNamed(ctx context.Context, name string) (out PolicyText, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		out, err = s.policyNamed(ctx, r, name)
		return err
	})
	return out, err
}

func (s *Session) policyNamed(ctx context.Context, r store.Reader, name string) (PolicyText, error) {
	v, err := ownVersion(ctx, r, name)
	if err != nil {
		return PolicyText{}, err
	}
	if v.Version != 0 {
		p, err := policy.Parse([]byte(v.Source))
		return PolicyText{Rules{p, v.Version}, []byte(v.Source)}, err
	}
	return s.readNamed(ctx, r, name)
}

// readNamed reads a shipped policy or a file.
func (s *Session) readNamed(ctx context.Context, r store.Reader, name string) (PolicyText, error) {
	if s.actor.Remote && !slices.Contains(policies.Names(), name) {
		return PolicyText{}, fault.New(fault.NotFound, "policy.unknown", "there is no policy %q", name)
	}
	own, err := r.Templates(ctx)
	if err != nil {
		return PolicyText{}, err
	}
	p, source, err := ReadPolicy(name, own...)
	return PolicyText{Rules{p, 0}, source}, err
}

// ownVersion is the company's version that a name means, Version 0 if it has
// none.
func ownVersion(ctx context.Context, r store.Reader, name string) (store.PolicyVersion, error) {
	base, number, numbered := strings.Cut(name, "@")
	if !numbered {
		return r.LastPolicyVersion(ctx, name)
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 {
		return store.PolicyVersion{}, fault.New(fault.Usage, "policy.version", "%q is not NAME@VERSION, like aktivmarket@2", name)
	}
	v, err := r.Policy(ctx, base, n)
	if err == nil && v.Version == 0 {
		err = fault.New(fault.NotFound, "policy.version", "policy %s has no version %d; \"debitor policy history %s\" lists them", base, n, base)
	}
	return v, err
}

// DraftPolicy keeps a policy file as the next version without putting it to
// use: it can be checked, compared and back-tested, and approved. The same
// text as the last version is that version.
func (s *Session) DraftPolicy(ctx context.Context, file, note string) (Rules, error) {
	return s.draftPolicy(ctx, note, func(own []store.Template) (*policy.Policy, []byte, error) { return ReadPolicy(file, own...) })
}

// DraftPolicyText is DraftPolicy of a text, as an editor has it.
func (s *Session) DraftPolicyText(ctx context.Context, source, note string) (Rules, error) {
	return s.draftPolicy(ctx, note, func(own []store.Template) (*policy.Policy, []byte, error) {
		p, err := parsePolicy([]byte(source), own)
		return p, []byte(source), err
	})
}

func (s *Session) draftPolicy(ctx context.Context, note string, read func(own []store.Template) (*policy.Policy, []byte, error)) (Rules, error) {
	var v store.PolicyVersion
	err := s.do(ctx, DraftPolicies, "policy.draft", &v, func(ctx context.Context, e *entry) error {
		own, err := e.Templates(ctx)
		if err != nil {
			return err
		}
		p, source, err := read(own)
		if err != nil {
			return err
		}
		var fresh bool
		if v, fresh, err = keepVersion(ctx, e, p, source); err != nil {
			return err
		}
		if fresh {
			e.note("policy.drafted", "policy:"+p.Name, note, map[string]any{"version": v.Version})
		}
		return nil
	})
	if err != nil {
		return Rules{}, err
	}
	p, err := policy.Parse([]byte(v.Source))
	return Rules{p, v.Version}, err
}

// keepVersion records the text as the policy's next version, unless it is the
// last one.
func keepVersion(ctx context.Context, e *entry, p *policy.Policy, source []byte) (v store.PolicyVersion, fresh bool, err error) {
	last, err := e.LastPolicyVersion(ctx, p.Name)
	if err != nil || last.Version != 0 && last.Source == string(source) {
		return last, false, err
	}
	v = store.PolicyVersion{Policy: p.Name, Version: last.Version + 1, Source: string(source)}
	return v, true, e.InsertPolicyVersion(ctx, v)
}

// PolicyNotes are the parts of the register of changes: what was
// thought, what was done for it, what the figures said, what was learnt.
var PolicyNotes = []string{"hypothesis", "action", "data", "insight"}

// NotePolicy adds to a policy's register of changes. The register is part of
// the journal, so nothing in it is ever changed.
func (s *Session) NotePolicy(ctx context.Context, name, kind, text string) error {
	if !slices.Contains(PolicyNotes, kind) || strings.TrimSpace(text) == "" {
		return fault.New(fault.Usage, "policy.note", "a note is one of %s, with a text", strings.Join(PolicyNotes, ", "))
	}
	return s.do(ctx, DraftPolicies, "policy.note", nil, func(ctx context.Context, e *entry) error {
		v, err := ownVersion(ctx, e.Reader, name)
		if err != nil {
			return err
		}
		if v.Version == 0 {
			return fault.New(fault.NotFound, "policy.unknown", "the company has no policy %q; \"debitor policy draft\" or \"policy use\" records one", name)
		}
		e.note("policy."+kind, "policy:"+v.Policy, text, map[string]any{"version": v.Version})
		return nil
	})
}

// PolicyVersionInfo is one version in a policy's history.
type PolicyVersionInfo struct {
	Version int          `json:"version"`
	State   string       `json:"state"` // draft, published
	Entries []PolicyLine `json:"entries"`
}

// PolicyLine is one line of a policy's register.
type PolicyLine struct {
	At    time.Time `json:"at"`
	Actor string    `json:"actor"`
	What  string    `json:"what"`           // drafted, asked, approved, used, hypothesis, action, data, insight…
	From  string    `json:"from,omitempty"` // the day a version was put to use from
	Text  string    `json:"text,omitempty"`
}

// PolicyHistory is what happened to a policy of the company, version by
// version.
func (s *Session) PolicyHistory(ctx context.Context, name string) (list []PolicyVersionInfo, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		versions, err := r.PolicyVersions(ctx)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if v.Policy == name {
				list = append(list, PolicyVersionInfo{Version: v.Version, State: "draft", Entries: []PolicyLine{}})
			}
		}
		if len(list) == 0 {
			return fault.New(fault.NotFound, "policy.unknown", "the company has no policy %q", name)
		}
		lines, err := r.LinesAbout(ctx, "policy:"+name)
		for _, l := range lines {
			addLine(list, l)
		}
		return err
	})
	return list, err
}

func addLine(list []PolicyVersionInfo, l store.JournalEntry) {
	var data struct {
		Version int    `json:"version"`
		From    string `json:"from"`
		Value   string `json:"value"` // the version, of a request
	}
	if json.Unmarshal([]byte(l.Data), &data) != nil {
		return
	}
	what, request := strings.CutPrefix(l.Action, "approval.")
	if request {
		data.Version, _ = strconv.Atoi(data.Value) // as it was written by policySubject
	} else {
		what = strings.TrimPrefix(l.Action, "policy.")
	}
	for i := range list {
		if list[i].Version != data.Version {
			continue
		}
		if what == "used" {
			list[i].State = "published"
		}
		list[i].Entries = append(list[i].Entries, PolicyLine{l.At, l.Actor, what, data.From, l.Reason})
	}
}

// publish puts a version to use. Where the rules in force say who may publish
// rules, the actor must be that, or the version must have been approved.
func (s *Session) publish(ctx context.Context, e *entry, v store.PolicyVersion, from cal.Date) error {
	if err := s.mayPublish(ctx, e.Reader, v); err != nil {
		return err
	}
	e.note("policy.used", "policy:"+v.Policy, "", map[string]any{"version": v.Version, "from": from.String()})
	return e.UsePolicy(ctx, v, from)
}

func (s *Session) mayPublish(ctx context.Context, r store.Reader, v store.PolicyVersion) error {
	inForce, err := s.rules(ctx, r, s.Today())
	if fault.Code(err) == "policy.none" {
		return nil // the first rules are nobody's to approve yet
	}
	named := func(rule authority.Rule) bool { return rule.May == authority.PublishPolicy }
	if err != nil || !slices.ContainsFunc(inForce.Authority, named) {
		return err
	}
	approved, err := r.Approvals(ctx, store.ApprovalQuery{Kind: string(authority.PublishPolicy), State: store.Approved})
	if err != nil {
		return err
	}
	for _, a := range approved {
		if a.Policy == v.Policy && a.Value == strconv.Itoa(v.Version) {
			return nil
		}
	}
	verdict, err := s.judge(ctx, r, inForce, store.Approval{Kind: string(authority.PublishPolicy), AskedOn: s.Today()}, s.actorName())
	if err != nil || verdict.Code == authority.Granted {
		return err
	}
	return fault.New(fault.Refused, "policy.approval",
		"%s; keep it with \"debitor policy draft FILE\" and ask with \"debitor approval ask publish-policy %s@N --reason TEXT\"", verdict.Text("en"), v.Policy)
}
