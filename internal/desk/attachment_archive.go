package desk

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"
	"strings"

	"debitor/internal/fault"
)

// The bounds of an archive. Nothing is unpacked here, but whoever saves it will.
const (
	maxArchived     = 2000      // files in it
	maxUnpacked     = 512 << 20 // bytes, as it says itself
	maxUnpackedMB   = maxUnpacked >> 20
	archivedNameMax = 80 // bytes of a name that are told
)

// officeParts is what an office document is known by among archives.
var officeParts = map[string]string{".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".odt": "content.xml", ".ods": "content.xml"}

// harmful are the extensions of what runs when it is opened, of documents that
// may hold macros, and of archives, which are not looked into one in another.
var harmful = strings.Fields(`
	.exe .com .scr .pif .bat .cmd .ps1 .psm1 .vbs .vbe .js .jse .mjs .wsf .wsh .hta .msi .msp .msix .appx .cpl .dll .sys .lnk .url .reg .inf .scf .gadget
	.jar .jnlp .class .apk .app .dmg .pkg .deb .rpm .sh .py .pl .rb .php .html .htm .xhtml .mht .mhtml .svg .xsl .chm .hlp .one .settingcontent-ms .library-ms
	.docm .dotm .xlsm .xltm .xlam .xlsb .xll .pptm .potm .ppam .sldm .accdb .mdb .odb
	.zip .rar .7z .gz .tgz .bz2 .xz .zst .tar .cab .arj .lzh .ace .iso .img .vhd .vhdx`)

// checkArchive refuses an archive that would harm whoever opens it, by what it
// says of itself: nothing of it is unpacked. An office document must be what its
// extension says.
func checkArchive(name string, data []byte) error {
	ext := strings.ToLower(path.Ext(name))
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) == 0 {
		return noKind(name)
	}
	part, office := officeParts[ext]
	if office && !slices.ContainsFunc(z.File, func(m *zip.File) bool { return m.Name == part }) {
		return noKind(name)
	}
	unpacked := uint64(0)
	for _, m := range z.File {
		if harms(m, office) {
			return fault.New(fault.Input, "attachment.program", "%q holds %q, which can run, or which nobody can look into: bring it without that", name, tameName(m.Name[max(0, len(m.Name)-archivedNameMax):]))
		}
		if unpacked += min(m.UncompressedSize64, maxUnpacked+1); unpacked > maxUnpacked || len(z.File) > maxArchived {
			return fault.New(fault.Input, "attachment.bomb", "%q unpacks to more than %d MB or %d files: bring what is needed of it", name, maxUnpackedMB, maxArchived)
		}
	}
	return nil
}

// encryptedFlag is the bit of a member that only a password opens.
const encryptedFlag = 1

// harms tells of one member of an archive that it runs, leads out of the folder
// it is unpacked in, or cannot be looked into. An office document consists of
// parts that are XML; its programs are called macros.
func harms(m *zip.File, office bool) bool {
	name := strings.ToLower(strings.ReplaceAll(m.Name, `\`, "/"))
	name = strings.TrimRight(name, ". ") // Windows leaves them out when it unpacks
	base := path.Base(name)
	switch {
	case m.Flags&encryptedFlag != 0, strings.HasPrefix(name, "/"), strings.Contains(name, ":"), slices.Contains(strings.Split(name, "/"), ".."):
		return true
	case !m.Mode().IsRegular() && !m.Mode().IsDir(): // a link leads anywhere
		return true
	case strings.HasPrefix(base, "vbaproject"), office && (strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/")):
		return true
	}
	return slices.Contains(harmful, path.Ext(base))
}
