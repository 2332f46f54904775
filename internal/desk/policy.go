package desk

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
	"debitor/policies"
)

// Rules are a policy in force with the version it is known by.
type Rules struct {
	*policy.Policy
	Version int
}

// ReadPolicy reads a shipped policy by its name, or a policy file. The letters
// it names must come with debitor or be among the company's own.
func ReadPolicy(nameOrFile string, own ...store.Template) (*policy.Policy, []byte, error) {
	source, err := policySource(nameOrFile)
	if err != nil {
		return nil, nil, err
	}
	p, err := parsePolicy(source, own)
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.KindOf(err), fault.Code(err), "%s: %s", nameOrFile, err)
	}
	return p, source, nil
}

// parsePolicy reads a policy's text and sees that its letters exist.
func parsePolicy(source []byte, own []store.Template) (*policy.Policy, error) {
	p, err := policy.Parse(source)
	if err != nil {
		return nil, err
	}
	return p, lettersExist(p, own)
}

func policySource(nameOrFile string) ([]byte, error) {
	if slices.Contains(policies.Names(), nameOrFile) {
		return policies.Source(nameOrFile)
	}
	source, err := os.ReadFile(nameOrFile)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "policy.unknown", "%q is neither a shipped policy (%s) nor a file that can be read",
			nameOrFile, strings.Join(policies.Names(), ", "))
	}
	return source, nil
}

// lettersExist refuses a policy that names a letter nobody has written.
func lettersExist(p *policy.Policy, own []store.Template) error {
	for _, step := range p.Steps {
		if is := letter.Kind(step.Letter).Traits(); is.Internal || is.Informs {
			return fault.New(fault.Input, "policy.letter", "step %s: %q demands nothing of a customer, so no day of a debt asks for it; \"debitor letter draft\" makes it",
				step.ID, step.Letter)
		}
		// One for a single law would leave customers under another without a letter.
		mine := func(t store.Template) bool { return t.Name == step.Letter && t.Law == "" && t.Hash != "" }
		if step.Letter == "" || slices.ContainsFunc(own, mine) {
			continue
		}
		if _, err := letter.Shipped("en", letter.Kind(step.Letter)); err != nil {
			return fault.Wrap(err, fault.Input, "policy.letter", "line %d, step %s: there is no letter %q among those that come with debitor or that the company has put to use%s; \"debitor letter list\" shows them",
				step.Line, step.ID, step.Letter, meantLetter(step.Letter, own))
		}
	}
	return nil
}

// meantLetter is a hint at the letter whose name comes closest.
func meantLetter(written string, own []store.Template) string {
	names := make([]string, 0, len(own))
	for _, k := range letter.Kinds() {
		names = append(names, string(k))
	}
	for _, t := range own {
		names = append(names, t.Name)
	}
	best, least := "", 3
	for _, name := range names {
		if d := fault.Edits(written, name); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean \"" + best + "\"?"
}

// UsePolicy publishes a policy as the company's and puts it to use, from a day
// on or for every day. The same text again is the same version.
func (s *Session) UsePolicy(ctx context.Context, nameOrFile string, from cal.Date) (Rules, error) {
	var used store.PolicyVersion
	err := s.do(ctx, PublishPolicy, "policy.use", &used, func(ctx context.Context, e *entry) (err error) {
		used, err = s.use(ctx, e, nameOrFile, from)
		return err
	})
	if err != nil {
		return Rules{}, err
	}
	p, err := policy.Parse([]byte(used.Source))
	return Rules{p, used.Version}, err
}

// namesExist refuses a policy that names senders or signatories whom the
// company file does not know.
func (s *Session) namesExist(p *policy.Policy) error {
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	for _, step := range p.Steps {
		for _, name := range append([]string{step.From}, step.Copy...) {
			if _, ok := profile.Mail.Senders[name]; !ok && name != "" {
				return fault.New(fault.Input, "policy.sender", "step %s: the company file knows no sender %q (mail: senders:)", step.ID, name)
			}
		}
		if _, ok := profile.Signatories[step.Signer]; !ok && step.Signer != "" {
			return fault.New(fault.Input, "policy.signatory", "step %s: the company file knows no signatory %q (signatories:)", step.ID, step.Signer)
		}
	}
	return nil
}

// CheckPolicy reads a policy as ReadPolicy does, and knows the company's own
// letters, senders and signatories.
func (s *Session) CheckPolicy(ctx context.Context, nameOrFile string) (p *policy.Policy, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		own, err := r.Templates(ctx)
		if err != nil {
			return err
		}
		if p, _, err = ReadPolicy(nameOrFile, own...); err != nil {
			return err
		}
		return s.namesExist(p)
	})
	return p, err
}

// CheckPolicyText is CheckPolicy of a text, as an editor has it.
func (s *Session) CheckPolicyText(ctx context.Context, source string) (p *policy.Policy, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		own, err := r.Templates(ctx)
		if err != nil {
			return err
		}
		if p, err = parsePolicy([]byte(source), own); err != nil {
			return err
		}
		return s.namesExist(p)
	})
	return p, err
}

func (s *Session) usePolicy(ctx context.Context, e *entry, nameOrFile string, from cal.Date) error {
	_, err := s.use(ctx, e, nameOrFile, from)
	return err
}

func (s *Session) use(ctx context.Context, e *entry, name string, from cal.Date) (store.PolicyVersion, error) {
	// To use a shipped policy by its name is to use it as it is shipped, whatever
	// the company has made of it; its own is NAME@VERSION.
	find := s.policyNamed
	if slices.Contains(policies.Names(), name) {
		find = s.readNamed
	}
	named, err := find(ctx, e.Reader, name)
	if err != nil {
		return store.PolicyVersion{}, err
	}
	if err := s.namesExist(named.Policy); err != nil {
		return store.PolicyVersion{}, err
	}
	v := store.PolicyVersion{Policy: named.Name, Version: named.Version, Source: string(named.Source)}
	if v.Version == 0 {
		if v, _, err = keepVersion(ctx, e, named.Policy, named.Source); err != nil {
			return v, err
		}
	}
	return v, s.publish(ctx, e, v, from)
}

// InForce is the policy that decides on a day.
func (s *Session) InForce(ctx context.Context, day cal.Date) (rules Rules, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err = s.rules(ctx, r, day)
		return err
	})
	return rules, err
}

// rules are the policy in force on a day; a run that exists keeps its own.
func (s *Session) rules(ctx context.Context, r store.Reader, day cal.Date) (Rules, error) {
	v, err := r.RulingOn(ctx, day)
	if err != nil {
		return Rules{}, err
	}
	if v.Version == 0 {
		return Rules{}, fault.New(fault.NotFound, "policy.none", "no policy is in force on %s: \"debitor policy use NAME\" puts one to use", day)
	}
	p, err := s.parsed(ctx, r, v)
	return Rules{p, v.Version}, err
}

// policiesKept is how many versions are kept as they were read: a company has a
// few in force or pinned by runs.
const policiesKept = 100

// parsed is a version of a policy as it is read. Versions never change, so that
// the text of one is fetched and read once: that takes longer than a whole answer
// whether goods may ship.
func (s *Session) parsed(ctx context.Context, r store.Reader, v store.PolicyVersion) (*policy.Policy, error) {
	key := parsedKey{s.company.Code, v.Policy, v.Version}
	d := s.desk
	d.policies.Lock()
	p := d.policies.kept[key]
	if p != nil {
		d.policies.asked(s.company.Code, p)
	}
	d.policies.Unlock()
	if p != nil {
		return p, nil
	}
	v, err := r.Policy(ctx, v.Policy, v.Version)
	if err != nil {
		return nil, err
	}
	if p, err = policy.Parse([]byte(v.Source)); err != nil {
		return nil, err
	}
	d.policies.Lock()
	defer d.policies.Unlock()
	if d.policies.kept == nil || len(d.policies.kept) >= policiesKept {
		d.policies.kept = map[parsedKey]*policy.Policy{}
	}
	d.policies.kept[key] = p
	d.policies.asked(s.company.Code, p)
	return p, nil
}

// parsedPolicies are versions that were read; the desk's sessions share them.
type parsedPolicies struct {
	sync.Mutex
	kept map[parsedKey]*policy.Policy
	// last is the one that a company's books were last asked by: a guess at the
	// next, for what is read ahead, and never more than that.
	last map[id.Company]*policy.Policy
}

// lastPolicy is the one that the company's books were last asked by; nil if they
// were not.
func (s *Session) lastPolicy() *policy.Policy {
	s.desk.policies.Lock()
	defer s.desk.policies.Unlock()
	return s.desk.policies.last[s.company.Code]
}

func (p *parsedPolicies) asked(company id.Company, by *policy.Policy) {
	if p.last[company] == by {
		return
	}
	if p.last == nil {
		p.last = map[id.Company]*policy.Policy{}
	}
	p.last[company] = by
}

type parsedKey struct {
	company id.Company
	policy  string
	version int
}

// stepOf is the policy's step of that name; the empty one for a letter that none
// made, such as a draft.
func stepOf(p *policy.Policy, name string) policy.Step {
	if i := slices.IndexFunc(p.Steps, func(s policy.Step) bool { return s.ID == name }); i >= 0 {
		return p.Steps[i]
	}
	return policy.Step{}
}

// PolicyInfo is one line of the list of policies.
type PolicyInfo struct {
	Policy   string            `json:"policy"`
	Title    map[string]string `json:"title"`
	Shipped  bool              `json:"shipped"`
	Versions []int             `json:"versions"` // published in this company
	InForce  bool              `json:"in_force"`
	Draft    int               `json:"-"` // the last version, if it was never put to use
}

// ShippedPolicies lists the policies that come with debitor.
func ShippedPolicies() ([]PolicyInfo, error) {
	var list []PolicyInfo
	for _, name := range policies.Names() {
		p, _, err := ReadPolicy(name)
		if err != nil {
			return nil, err
		}
		list = append(list, PolicyInfo{Policy: name, Title: p.Title, Shipped: true, Versions: []int{}})
	}
	return list, nil
}

// Policies lists the shipped policies and the company's own with their
// versions, and which is in force on the day.
func (s *Session) Policies(ctx context.Context, day cal.Date) ([]PolicyInfo, error) {
	list, err := ShippedPolicies()
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		versions, err := r.PolicyVersions(ctx)
		if err != nil {
			return err
		}
		for _, v := range versions {
			list = addVersion(list, v)
		}
		force, err := r.PolicyInForce(ctx, day)
		if err != nil {
			return err
		}
		uses, err := r.PolicyUses(ctx)
		for i := range list {
			list[i].InForce = list[i].Policy == force.Policy
			list[i].Draft = lastDraft(list[i], uses)
		}
		return err
	})
	return list, err
}

// lastDraft is the last version of a policy if nobody has put it to use.
func lastDraft(p PolicyInfo, uses []store.PolicyUse) int {
	if len(p.Versions) == 0 {
		return 0
	}
	last := p.Versions[len(p.Versions)-1]
	if slices.ContainsFunc(uses, func(u store.PolicyUse) bool { return u.Policy == p.Policy && u.Version == last }) {
		return 0
	}
	return last
}

func addVersion(list []PolicyInfo, v store.PolicyVersion) []PolicyInfo {
	for i := range list {
		if list[i].Policy == v.Policy {
			list[i].Versions = append(list[i].Versions, v.Version)
			return list
		}
	}
	info := PolicyInfo{Policy: v.Policy, Versions: []int{v.Version}}
	if p, err := policy.Parse([]byte(v.Source)); err == nil {
		info.Title = p.Title
	}
	return append(list, info)
}
