package bounce

import (
	"cmp"
	"strings"
	"unicode"
)

// Reason says why a mail was not delivered.
type Reason string

// The reasons. Only of the first three an address is dead.
const (
	NoUser    Reason = "no_user"   // the domain knows no such mailbox
	NoDomain  Reason = "no_domain" // there is no such domain, or it takes no mail at all (RFC 7505)
	Moved     Reason = "moved"     // the mailbox is gone, and its owner is elsewhere
	Full      Reason = "full"      // the mailbox holds no more
	Suspended Reason = "suspended" // the mailbox is there, but closed for now
	TooBig    Reason = "too_big"   // the letter is too long
	Spam      Reason = "spam"      // taken for advertising or a virus, or we stand on a list of those who send it
	Refused   Reason = "refused"   // a rule of the receiver: sender, signature, rights, form
	Busy      Reason = "busy"      // too many mails or connections
	Expired   Reason = "expired"   // tried in vain until the time was up
	Network   Reason = "network"   // no way to the server, or a circle
	System    Reason = "system"    // trouble inside a mail system
	Unknown   Reason = ""          // no reason is told, or none that we understand
)

// Dead tells that mail to the address is in vain now and later.
func (r Reason) Dead() bool { return r == NoUser || r == NoDomain || r == Moved }

// judge fills in codes, words and reason. The server's words count most, for
// many servers give one code for everything; then a code that names a cause;
// then what the mail says about it to a person. Only of a mailbox that is full
// or closed a person's words count against the rest.
func (x *Recipient) judge(diagnostic, status, about string) {
	words := diagnosticText(diagnostic[:min(len(diagnostic), maxWords)])
	about = about[:min(len(about), maxWords)]
	said := reasonIn(meanings, words)
	x.Status = better(status, codeFor(said, words))
	x.Reason = cmp.Or(said, reasonOf(x.Status), reasonIn(hints, words))
	if r := reasonIn(meanings, about); x.Reason == Unknown || x.Reason.Dead() && (r == Full || r == Suspended) {
		x.Reason = cmp.Or(r, reasonIn(hints, about), x.Reason)
	}
	if x.Status == "" || vague(x.Status) {
		x.Status = better(x.Status, codeFor(x.Reason, about))
	}
	if x.Reply = replyIn(words); x.Reply == 0 {
		x.Reply = replyIn(about)
	}
	x.Diagnostic = cmp.Or(clean(words), clean(about))
	if x.Reason.Dead() && says(plainWords(diagnostic+" "+about), afterText) {
		x.Reason = Refused
	}
	if x.Action != ActionFailed && x.Action != ActionDelayed {
		x.Reason = Unknown
	}
	lasting := !strings.HasPrefix(x.Status, "4") && x.Reply/100 != 4
	x.Hard = x.Action == ActionFailed && lasting && x.Reason.Dead()
}

// afterText tells that the server took the recipient and refused when it had
// read the letter. It knows the address then, whatever it says.
var afterText = phrases("end of data, end of message data")

// codeFor is the code in a server's words that means the same as they do, or
// the first.
func codeFor(said Reason, words string) string {
	codes := statusCode().FindAllStringSubmatch(words, 20)
	for _, c := range codes {
		if said != Unknown && reasonOf(c[1]) == said {
			return c[1]
		}
	}
	return statusIn(words)
}

// diagnosticText is a Diagnostic-Code without its type ("smtp; 550 …").
func diagnosticText(s string) string {
	kind, rest, ok := strings.Cut(s, ";")
	if ok && !strings.ContainsAny(strings.TrimSpace(kind), " :,<") {
		return strings.TrimSpace(rest)
	}
	return s
}

// better prefers what the last server told to what the reporter makes of it,
// unless that says less.
func better(own, told string) string {
	if own == "" || told != "" && !vague(told) && own[0] == told[0] {
		return told
	}
	return own
}

// vague tells a code without a cause: "other or undefined" (RFC 3463, 3.1).
func vague(status string) bool {
	return strings.HasSuffix(status, ".0.0")
}

// causes are the codes of RFC 3463 and its registry that name a cause without
// doubt. 5.2.1 (mailbox disabled) and 5.4.1 (no answer) are used for too much.
var causes = map[string]Reason{
	"1.1": NoUser, "1.2": NoDomain, "1.3": NoUser, "1.6": Moved, "1.10": NoDomain,
	"1.7": Refused, "1.8": Refused, "2.2": Full, "2.3": TooBig, "3.4": TooBig,
	"4.4": NoDomain, "4.5": Busy, "4.6": Network, "4.7": Expired,
}

// reasonOf reads a code; of the temporary ones only those about mailbox, time
// and way say something.
func reasonOf(status string) Reason {
	if len(status) < 3 {
		return Unknown
	}
	r := causes[status[2:]]
	switch {
	case status[2:4] == "7.": // security and policy
		return Refused
	case status[0] == '4' && r.Dead():
		return Unknown
	}
	return r
}

// meaning is a reason and the words that servers have for it.
type meaning struct {
	reason Reason
	words  []phrase
}

func means(r Reason, list string) meaning { return meaning{r, phrases(list)} }

// meanings are asked from the top; the first that fits counts. So what kills no
// address stands first, where a server might name both.
var meanings = []meaning{
	means(Full, `
		mailbox full, mailbox is full, mail box full, mailbox .. is full, mailbox .. exceeded, mailfolder is full, inbox is full, inbox full,
		folder is full, over quota, overquota, quota exceeded, exceeded .. quota, exceeds .. quota, exceed .. quota, out of quota, over .. quota,
		quota .. full, quota violation, quota limit, quota reached, quota is exceeded, not enough storage, insufficient storage, insufficient disk,
		not enough disk, no space left in mailbox, not enough space, out of storage, exceeded storage allocation, exceeded .. storage,
		over .. storage limit, too much mail, mailbox size limit exceeded, size limit for this mailbox, mailbox has exceeded, maximum mailbox size,
		too many messages in .. mailbox, too many messages on this mailbox, full mailbox, disk space exceeded, mailbox .. too large,
		mailbox exceeds, storage full, quotaexceeded, mailboxfull, mail quota, disk quota, account is full, mailbox would exceed,
		exceeded the space, postfach .. voll, postfach voll, postfach .. überfüllt, speicherplatz .. erschöpft, mailbox voll, ящик переполнен,
		ящик .. переполнен, переполнен почтовый ящик, превышена квота, квота .. превышена, превышен .. размер ящика, скринька переповнена,
		скринька .. переповнена, скрыня перапоўнена, недостаточно места, boîte .. pleine, boite .. pleine, quota dépassé, buzón lleno,
		buzón .. lleno, buzon lleno, casella piena, casella .. piena, caixa .. cheia, skrzynka .. pełna, przepełniona, sandučić pun,
		sandučić .. pun, schránka .. plná, 邮箱已满, 邮箱空间不足, 容量を超え, メールボックスが一杯, メールボックスがいっぱい, 受信箱がいっぱい,
	`),
	means(TooBig, `
		message too large, message is too large, message too big, message is too big, message exceeds, exceeds .. message size,
		exceeded .. message size, size exceeds, size limit, message length exceeds, exceed .. size limit, larger than .. limit, max message size,
		maximum message size, too big for, nachricht ist zu groß, nachricht .. zu groß, слишком большой размер, размер письма превышает,
		размер сообщения превышает, message .. trop volumineux,
	`),
	means(Suspended, `
		account .. suspended, account suspended, account has been suspended, mailbox .. suspended, user .. suspended, user suspended,
		recipient suspended, recipient .. suspended, account .. inactive, account inactive, account .. not active, account is not activated,
		mailbox .. inactive, mailbox inactive, inactive user, user .. inactive, user inactive, user is inactive, inactive mailbox, inactive account,
		email account that you tried to reach is disabled, email account that you tried to reach is inactive, account .. disabled, account disabled,
		account is disabled, account s is disabled, mailbox .. disabled, mailbox disabled, address .. disabled, address disabled, user disabled,
		recipient disabled, disabled mailbox, account .. locked, account locked, mailbox .. locked, mailbox locked, temporarily locked,
		account .. frozen, mailbox is frozen, mailbox frozen, account .. blocked, user is blocked, mailbox is blocked, mailbox blocked,
		account .. deactivated, account expired, account .. expired, account has expired, mailbox unavailable temporarily, temporarily disabled,
		on vacation .. not accepting, ящик заблокирован, ящик .. заблокирован, аккаунт заблокирован, учетная запись .. заблокирована,
		учётная запись .. заблокирована, postfach .. gesperrt, postfach ist deaktiviert, konto .. gesperrt, konto .. deaktiviert,
		compte .. désactivé, cuenta .. suspendida,
	`),
	means(Spam, `
		spam, unsolicited, blacklist, black list, blocklist, block list, blocked using, blocked by, listed by, listed at, listed in bl, rbl, dnsbl,
		reputation, bulk mail, virus, malware, phishing, suspicious, junk mail, banned content, banned file, message content, content rejected,
		content filter, content blocked, high probability of, message looks like, infected, has been blocked, is blocked, ip .. blocked,
		you are blocked, forbidden attachment, dangerous attachment, attachment type, attachment .. not allowed, attachment .. blocked,
	`),
	means(Busy, `
		too many, rate limit, ratelimit, throttl, try again later, too fast, too frequent, connection limit, exceeded .. connections,
		maximum connections, limit exceeded, sending limit, hourly limit, daily limit, deferred due to, greylist, graylist, temporarily deferred,
		too much load, server is busy, server busy, system load, frequency limit, receiving mail at a rate, concurrent,
	`),
	means(Refused, `
		sender .. rejected, sender rejected, sender address, sender domain, sender verify, sender denied, sender unknown, unknown sender,
		sender .. not allowed, sender .. not authorized, invalid sender, domain of sender, senders domain, sender s domain, from address,
		return address, envelope sender, mail from, not accepting messages from, does not accept .. from, do not accept .. from,
		accept messages from, spf, dkim, dmarc, reverse dns, reverse lookup, ptr record, rdns, helo, ehlo, client host, cannot find your, your ip,
		your host, your server, sending ip, relay, rcpthosts, host not found try again, authentication, unauthenticated, not authenticated,
		not authorized, not authorised, unauthorized, not permitted to, not allowed to, not have permission, no permission,
		administrative prohibition, administratively, violat, policy, policies, security, encryption, tls required, starttls, restricted,
		restriction, moderat, permission to post, closed list, members only, group .. may not exist, нет прав, keine berechtigung, autorisation,
		oprávnění, uprawnień, toestemming, permiso, permesso, permissão, permisiune, tilladelse, tillåtelse, dozvol, dopuštenj, разрешени, дозвол,
		权限, 権限, 권한, bad sequence, syntax error, command not, protocol error, must issue, invalid header, rfc 5322, rfc 2822, rfc5322,
		duplicate header, bare lf, missing header,
	`),
	means(Moved, `
		has moved, user moved, mailbox moved, moved to, no longer at this, has changed .. address, new address is, address has changed,
		address .. changed, umgezogen, neue adresse,
	`),
	means(NoDomain, `
		host unknown, unknown host, host not found, host .. not found, domain not found, domain .. not found, domain does not exist,
		domain doesnt exist, domain .. does not exist, domain .. doesnt exist, no such domain, unknown domain, domain unknown, invalid domain,
		domain is invalid, domain .. invalid, bad domain, bad destination host, bad destination system, illegal host, no such host,
		name or service not known, nxdomain, unrouteable mail domain, unrouteable domain, unroutable domain,
		couldnt find any host named, could not find any host, could not be resolved, cannot be resolved, can not be resolved, cannot resolve,
		could not resolve, no mx, null mx, nullmx, no mail server, host does not accept mail, server does not accept mail, domain does not accept,
		host .. does not accept mail, domain .. does not accept mail, domain .. doesnt accept mail, domain does not receive, no smtp service,
		host address lookups failed permanently, no data record of requested type, domain accepts no mail, domain name .. invalid,
		unknown mail host, server .. does not exist, misspelled domain, domain name not found, no valid hosts, domain .. unknown,
		домен не найден, домен .. не найден, домен не существует, домен .. не существует, домен .. не існує, unbekannte domain,
		domain .. existiert nicht, domaine inconnu, dominio .. no existe, dominio .. non esiste, 不存在的域,
	`),
	means(NoUser, `
		user unknown, unknown user, users unknown, user is unknown, user .. unknown, unknown .. user, user not known, user not found,
		user .. not found, user .. couldnt be found, user .. could not be found, no such user, no such person, no such recipient, no such mailbox,
		no such address, no such local, no such account, no such email, no such name, no such id, not a known user, not a valid user,
		not a valid mailbox, not a valid recipient, not a valid address, not a valid email, not a user, no valid recipient, not our customer,
		not our user, not a local, invalid user, invalid recipient, invalid mailbox, invalid address, invalid email, invalid local, invalid account,
		invalid destination, illegal user, illegal recipient, illegal alias, bad address, bad destination mailbox, bad recipient, bad mailbox,
		wrong address, bad user, several matches found, cannot route mail to user, 5 1 0 address rejected, 550 address rejected, recipientnotfound,
		unknown or invalid, incorrect address, unknown or illegal, address unknown, address .. unknown, unknown recipient, recipient unknown,
		recipients unknown, recipient .. unknown, unknown mailbox, mailbox unknown, unknown account, account unknown, unknown local, unknown alias,
		name .. not recognized, not recognized, not recognised, unrecognized recipient, unrecognized address, recipient not found,
		recipient .. not found, recipients not found, recipnotfound, recipient .. does not exist, recipient .. doesnt exist,
		recipient .. couldnt be found, recipient .. could not be found, recipient no longer, recipient .. not exist, recipient is invalid,
		recipient verify failed, recipient verification failed, recipient address .. invalid, recipient not known, recipient .. not known,
		recipient cannot be verified, cannot verify recipient, mailbox not found, mailbox .. not found, mailbox .. does not exist,
		mailbox .. doesnt exist, mailbox .. not exist, mailbox is not available, mailbox unavailable, mailbox no longer, no mailbox,
		not have a mailbox, mailbox .. deleted, mailbox is invalid, mailbox .. not valid, no mail box, mailbox name not allowed, account not found,
		account .. not found, account .. does not exist, account .. doesnt exist, not have an account, doesnt have a .. account,
		does not have a .. account, dont have an account, no account, no .. account by that name, no longer has an account, account .. deleted,
		account .. closed, account closed, account has been closed, account terminated, account .. no longer, not handle mail for,
		user .. does not exist, user .. doesnt exist, user .. not exist, user deleted, user .. no longer, user no longer, user .. not listed,
		not listed in, user not local, user has left, has left the, no longer with, no longer employed, no longer works,
		no longer an active, no longer valid, no longer in use, no longer exists, nonexistent, non existent, nonexisting,
		non existing, this user doesnt have, this user does not have, address .. does not exist, address .. doesnt exist, address not found,
		address .. not found, address .. couldnt be found, address .. wasnt found, wasnt found at, not found in directory,
		not found in .. address book, directory entry, address not valid, address no longer, address .. no longer, address is invalid,
		address .. invalid, address incorrect, unrouteable address, unroutable address, undeliverable address, unable to find .. user,
		did not exactly match, did not match .. email, does not match .. mailbox, doesnt exist, dont exist, didnt exist, not exist,
		recipient address rejected access denied, address rejected undeliverable, unable to deliver to .. recipient unknown,
		login name .. not found, badrcptto, could not find .. recipient, cannot find .. recipient, not in our database, no existing mailbox,
		address is not valid, empfänger unbekannt, empfaenger unbekannt, benutzer unbekannt, unbekannter empfänger, unbekannter benutzer,
		adresse unbekannt, existiert nicht, nicht gefunden, kein benutzer, kein postfach, пользователь .. не найден, пользователь не найден,
		нет такого, не существует, несуществующ, получатель не найден, получатель .. не найден, ящик не найден, ящик .. не найден, адрес не найден,
		адрес .. не найден, адресат не найден, неизвестный пользователь, неизвестный получатель, не зарегистрирован, не існує, не знайдено,
		немає такого, не існуе, няма такога, utilisateur inconnu, destinataire inconnu, adresse inconnue, adresse .. introuvable, boîte inconnue,
		existe pas, nexiste pas, introuvable, no existe, usuario desconocido, destinatario desconocido, no se encontró, utente sconosciuto,
		destinatario sconosciuto, indirizzo .. inesistente, inesistente, non esiste, não existe, nao existe, usuário desconhecido, não encontrado,
		nie istnieje, nieznany użytkownik, nieznany adresat, ne postoji, nepoznat korisnik, neexistuje, bestaat niet, onbekende gebruiker,
		finns inte, findes ikke, ei ole olemassa, nem létezik, nu există, bulunamadı, 宛先不明, 存在しません, 存在しない, 見つかりません, 不存在, 没有此用户, 无此用户, 用户未知, 존재하지,
	`),
}

// hints are words that say little. They count where no code names a cause.
var hints = []meaning{
	means(Refused, `
		rejected, denied, refuse, prohibited, not accept, blocked, not allowed, filter, declined, abgelehnt, отклонен, отказано,
	`),
	means(Expired, `
		timed out, time out, timeout, expired, too long, retry time, failing for a long time, long term failure, giving up,
		not been delivered within, within the allowed, delivery time, been in the queue, undelivered after, could not be delivered within,
		not delivered within, max time, maximum time, unable to deliver in, overtime, истек, zeitüberschreitung,
	`),
	means(Network, `
		connection refused, network, unreachable, connection reset, connection lost, lost connection, connection dropped, connection failed,
		conversation with, establish an smtp connection, unable to connect, could not connect, couldnt connect, cannot connect, not responding,
		did not respond, no answer, loop, hop count, hops, route, server unavailable, service unavailable, bad connection,
	`),
	means(System, `
		system error, internal error, configuration error, misconfig, local error, mailer error, command died, pipe to, program, i o error, disk,
		temporar, server error, resources, service not available, system not,
	`),
}

// reasonIn reads a reason out of words.
func reasonIn(meanings []meaning, text string) Reason {
	words := plainWords(text)
	for _, m := range meanings {
		if says(words, m.words) {
			return m.reason
		}
	}
	return Unknown
}

// maxDiagnostic bounds what is kept of a server's words, as in mailer.
const maxDiagnostic = 300

// clean makes a stranger's words fit for a record: one line, nothing that
// steers a terminal, bounded.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return ' '
		}
		return r
	}, s[:min(len(s), 4*maxDiagnostic)])
	s = strings.Join(strings.Fields(s), " ")
	return strings.ToValidUTF8(s[:min(len(s), maxDiagnostic)], "")
}
