; What installer and uninstaller say themselves; the rest comes with NSIS. Windows' language decides; any other speaks English.
!macro Words ID ENGLISH GERMAN
  LangString ${ID} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${ID} ${LANG_GERMAN} "${GERMAN}"
!macroend
!define Words "!insertmacro Words"

${Words} StartNow "Start ${NAME} now" "${NAME} jetzt starten"
${Words} Ending "Asking ${NAME} to end ..." "${NAME} wird gebeten, sich zu beenden ..."
${Words} QuitFirst "${NAME} is still running. Quit it from the menu of its tray icon, then choose Retry." \
  "${NAME} läuft noch. Beenden Sie es über das Menü seines Symbols im Infobereich und wählen Sie dann Wiederholen."
${Words} StillRunning "${NAME} is still running: nothing was changed." "${NAME} läuft noch: Es wurde nichts geändert."
${Words} NotWritten "The files could not be written: is the disk full?" \
  "Die Dateien konnten nicht geschrieben werden: Ist der Datenträger voll?"
${Words} NotInPlace "The new files could not be put in place. Run this installer again." \
  "Die neuen Dateien konnten nicht an ihren Platz gebracht werden. Starten Sie dieses Installationsprogramm noch einmal."
${Words} WhatItIs "How much of your coding plans is left" "Wie viel von Ihren Programmier-Abos noch übrig ist"
${Words} AtSignIn "Start when I sign in" "Bei Anmeldung starten"
${Words} AboutProgram "The tray program, the command usagebar, and an entry in the start menu." \
  "Das Programm im Infobereich, der Befehl usagebar und ein Eintrag im Startmenü."
${Words} AboutAtSignIn "The icon is there when you sign in. The preferences can change this later." \
  "Das Symbol ist da, sobald Sie sich anmelden. In den Einstellungen lässt sich das später ändern."
${Words} SettingsTitle "Settings" "Einstellungen"
${Words} SettingsQuestion "What should become of your own files?" "Was soll aus Ihren eigenen Dateien werden?"
${Words} SettingsText "Settings, history and the last figures lie in $LOCALAPPDATA\usagebar. They are kept unless you say otherwise. \
Claude Code's sign-in belongs to Claude Code and is never touched." \
  "Einstellungen, Verlauf und die letzten Werte liegen in $LOCALAPPDATA\usagebar. Sie bleiben erhalten, wenn Sie nichts anderes \
sagen. Die Anmeldung von Claude Code gehört Claude Code und wird nie angetastet."
${Words} DeleteThem "&Delete settings, history and figures too" "Einstellungen, Verlauf und Werte auch &löschen"
${Words} NotHere "${NAME} is not in $INSTDIR: nothing was deleted." "${NAME} ist nicht in $INSTDIR: Es wurde nichts gelöscht."
