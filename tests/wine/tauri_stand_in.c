/* Stands for the Tauri app: keeps a secret in Windows' Credential Manager as that app does, and shows what an entry really holds.
   In C and not in Python, so that a mistake in our picture of the structure cannot cancel itself out.

     tauri write TARGET HEX     -> ok
     tauri read TARGET          -> {"blob": hex, "type": n, "persist": n, "flags": n, "attributes": n, "user": text or null, "comment": ...}
     tauri delete TARGET        -> ok
     tauri list                 -> one target a line

   A call that fails prints "error NUMBER" and ends with 1. Texts are ASCII or escaped as in JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>
#include <wincred.h>

static void put_text(const wchar_t *text) {
    if (!text) { printf("null"); return; }
    putchar('"');
    for (; *text; text++) printf("\\u%04x", (unsigned)*text);
    putchar('"');
}

static int failed(void) { printf("error %lu\n", GetLastError()); return 1; }

static int put(wchar_t *target, const wchar_t *hex) {
    static BYTE blob[70000];
    DWORD size = (DWORD)(wcslen(hex) / 2);
    for (DWORD i = 0; i < size; i++) {
        wchar_t two[3] = {hex[2 * i], hex[2 * i + 1], 0};
        blob[i] = (BYTE)wcstoul(two, NULL, 16);
    }
    CREDENTIALW c = {0};
    c.Type = CRED_TYPE_GENERIC;
    c.TargetName = target;
    c.CredentialBlobSize = size;
    c.CredentialBlob = blob;
    c.Persist = CRED_PERSIST_LOCAL_MACHINE;
    if (!CredWriteW(&c, 0)) return failed();
    puts("ok");
    return 0;
}

static int show(const wchar_t *target) {
    PCREDENTIALW c;
    if (!CredReadW(target, CRED_TYPE_GENERIC, 0, &c)) return failed();
    printf("{\"blob\": \"");
    for (DWORD i = 0; i < c->CredentialBlobSize; i++) printf("%02x", c->CredentialBlob[i]);
    printf("\", \"type\": %lu, \"persist\": %lu, \"flags\": %lu, \"attributes\": %lu, \"user\": ", c->Type, c->Persist, c->Flags,
           c->AttributeCount);
    put_text(c->UserName);
    printf(", \"comment\": ");
    put_text(c->Comment);
    puts("}");
    CredFree(c);
    return 0;
}

static int list(void) {
    DWORD count;
    PCREDENTIALW *all;
    if (!CredEnumerateW(NULL, 0, &count, &all)) return GetLastError() == ERROR_NOT_FOUND ? 0 : failed();
    for (DWORD i = 0; i < count; i++) {
        for (const wchar_t *t = all[i]->TargetName; *t; t++) putchar(*t < 128 ? (int)*t : '?');
        putchar('\n');
    }
    CredFree(all);
    return 0;
}

int wmain(int count, wchar_t **words) {
    if (count == 4 && !wcscmp(words[1], L"write")) return put(words[2], words[3]);
    if (count == 3 && !wcscmp(words[1], L"read")) return show(words[2]);
    if (count == 3 && !wcscmp(words[1], L"delete")) return CredDeleteW(words[2], CRED_TYPE_GENERIC, 0) ? puts("ok"), 0 : failed();
    if (count == 2 && !wcscmp(words[1], L"list")) return list();
    return 2;
}
