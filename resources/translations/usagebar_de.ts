<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>wording</name>
    <message>
        <location filename="../../usagebar_qt/app/session_end.py"/>
        <location filename="../../usagebar_qt/widgets/tray.py"/>
        <source>Usage Bar: saving the sign-in…</source>
        <translation>Usage Bar: Die Anmeldung wird gespeichert…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/account_card.py"/>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Fetching the figures…</source>
        <translation>Die Werte werden geholt…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/doctor_window.py"/>
        <location filename="../../usagebar_qt/widgets/popup.py"/>
        <location filename="../../usagebar_qt/widgets/popup_head.py"/>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/gauge_text.py"/>
        <source>Click or press Enter to see its past</source>
        <translation>Klick oder Eingabetaste zeigt den Verlauf</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/gauge_text.py"/>
        <source>as of {time}</source>
        <translation>Stand {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/gauge_text.py"/>
        <source>Resets {time}</source>
        <translation>Zurücksetzung {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>Paste a key, or {env:NAME}</source>
        <translation>Schlüssel einfügen oder {env:NAME}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Show the key</source>
        <translation>Den Schlüssel zeigen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Keys are made at</source>
        <translation>Schlüssel gibt es bei</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Checking, then saving…</source>
        <translation>Wird geprüft und dann gespeichert…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/key_form.py"/>
        <source>Deleting…</source>
        <translation>Wird gelöscht…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/popup_foot.py"/>
        <source>Keep this window open</source>
        <translation>Dieses Fenster geöffnet halten</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/popup_foot.py"/>
        <location filename="../../usagebar_qt/widgets/tray.py"/>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/popup_foot.py"/>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/popup_foot.py"/>
        <source>Refreshing…</source>
        <translation>Wird aktualisiert…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/account_details.py"/>
        <source>&amp;Show this account</source>
        <translation>Dieses Konto &amp;zeigen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/account_details.py"/>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/account_details.py"/>
        <source>&amp;Renew the sign-in</source>
        <translation>An&amp;meldung erneuern</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>Folders in WSL</source>
        <translation>Ordner in WSL</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>&amp;Provider</source>
        <translation>An&amp;bieter</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>Choose the folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/add_account.py"/>
        <source>Add anyway</source>
        <translation>Trotzdem hinzufügen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/advanced.py"/>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/appearance.py"/>
        <source>The&amp;me</source>
        <translation>Farb&amp;schema</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/appearance.py"/>
        <source>&amp;Accent</source>
        <translation>A&amp;kzentfarbe</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/appearance.py"/>
        <source>&amp;Density</source>
        <translation>&amp;Dichte</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/appearance.py"/>
        <source>Tray icon is</source>
        <translation>Symbol im Infobereich</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/appearance.py"/>
        <source>Tray &amp;icon shows</source>
        <translation>S&amp;ymbol zeigt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>Preferences of Usage Bar</source>
        <translation>Einstellungen von Usage Bar</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>&amp;General</source>
        <translation>&amp;Allgemein</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>&amp;Providers</source>
        <translation>An&amp;bieter</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>N&amp;otifications</source>
        <translation>Benachrichti&amp;gungen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>App&amp;earance</source>
        <translation>Da&amp;rstellung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>Advan&amp;ced</source>
        <translation>Er&amp;weitert</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/dialog.py"/>
        <source>Abou&amp;t</source>
        <translation>&amp;Info</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>Lang&amp;uage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>&amp;Look for news</source>
        <translation>Nac&amp;hsehen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>&amp;Figures</source>
        <translation>&amp;Zahlen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>&amp;Resets</source>
        <translation>Zurü&amp;cksetzungen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>T&amp;imes</source>
        <translation>&amp;Uhrzeiten</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>A week's quota is for</source>
        <translation>Wochenkontingent gilt für</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>&amp;Warning from</source>
        <translation>War&amp;nung ab</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/general.py"/>
        <source>&amp;Danger from</source>
        <translation>Ge&amp;fahr ab</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/level_fields.py"/>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/level_fields.py"/>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/level_fields.py"/>
        <source>Week of one model</source>
        <translation>Woche eines Modells</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/level_fields.py"/>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>A level is &amp;reached</source>
        <translation>&amp;Eine Stufe ist erreicht</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>A limit will &amp;be reached before its reset</source>
        <translation>Ein &amp;Limit wird vor der Zurücksetzung erreicht</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>&amp;Used up</source>
        <translation>A&amp;ufgebraucht</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>A&amp;vailable again after a reset</source>
        <translation>Nach einer Zurücksetzung wieder &amp;verfügbar</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>&amp;Sign-in or key needs you</source>
        <translation>Anmel&amp;dung oder Schlüssel braucht Ihre Hilfe</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>Trouble t&amp;hat the service reports</source>
        <translation>&amp;Störungen, die der Dienst meldet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>Asks its public status page every 10 minutes.</source>
        <translation>Fragt alle 10 Minuten dessen öffentliche Statusseite.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>Show &amp;notifications</source>
        <translation>Be&amp;nachrichtigungen zeigen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>&amp;Quiet from</source>
        <translation>Ru&amp;he von</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>Quiet until</source>
        <translation>Ruhe bis</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>Sen&amp;d a test</source>
        <translation>&amp;Test senden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/notifications.py"/>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Space shows or hides an account, F2 names it, Alt with an arrow moves it.</source>
        <translation>Die Leertaste zeigt oder verbirgt ein Konto, F2 benennt es, Alt mit einer Pfeiltaste verschiebt es.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Add an account</source>
        <translation>Konto hinzufügen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Re&amp;move…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Remove this account</source>
        <translation>Dieses Konto entfernen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Move up (Alt with arrow up)</source>
        <translation>Nach oben (Alt mit Pfeil nach oben)</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Move down (Alt with arrow down)</source>
        <translation>Nach unten (Alt mit Pfeil nach unten)</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/preferences/providers.py"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/tray.py"/>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/tray.py"/>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/tray.py"/>
        <source>About</source>
        <translation>Info</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/widgets/tray.py"/>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Pro&amp;xy</source>
        <translation>Pro&amp;xy</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>As the environment says</source>
        <translation>Wie die Umgebung es vorgibt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>An address like http://proxy.example:8080. One with a password belongs into the variable HTTPS_PROXY.</source>
        <translation>Eine Adresse wie http://proxy.example:8080. Eine mit Passwort gehört in die Variable HTTPS_PROXY.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>This address cannot be used. Write it like http://proxy.example:8080, without user and password.</source>
        <translation>Diese Adresse ist nicht verwendbar. Schreiben Sie sie wie http://proxy.example:8080, ohne Benutzer und Passwort.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Write to the &amp;log</source>
        <translation>Ins &amp;Protokoll schreiben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Only trouble</source>
        <translation>Nur Probleme</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>What matters</source>
        <translation>Das Wichtige</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Every step</source>
        <translation>Jeden Schritt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Open log &amp;folder</source>
        <translation>Protokoll&amp;ordner öffnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Export &amp;settings…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>I&amp;mport settings…</source>
        <translation>I&amp;mportieren…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>&amp;Reset settings…</source>
        <translation>&amp;Zurücksetzen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Run &amp;doctor…</source>
        <translation>&amp;Diagnose starten…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Looks at sign-ins, keys, network, keyring and desktop, and says how to mend each.</source>
        <translation>Prüft Anmeldungen, Schlüssel, Netz, Schlüsselbund und Desktop und sagt, was jeweils hilft.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>The file holds no key and no sign-in.</source>
        <translation>Einstellungen als Datei: Sie enthält weder Schlüssel noch Anmeldung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Reset all settings?</source>
        <translation>Alle Einstellungen zurücksetzen?</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>All preferences take their first values again. Accounts, keys and the past stay.</source>
        <translation>Alle Einstellungen erhalten wieder ihre Anfangswerte. Konten, Schlüssel und Verlauf bleiben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>The settings are in {name}.</source>
        <translation>Die Einstellungen stehen in {name}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>The file could not be written. Choose another folder.</source>
        <translation>Die Datei ließ sich nicht schreiben. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>The settings are taken over.</source>
        <translation>Die Einstellungen sind übernommen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Taken over, but for what could not be used: {keys}.</source>
        <translation>Übernommen, bis auf das, was nicht verwendbar war: {keys}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>This is no file of settings. Choose one that Usage Bar has exported.</source>
        <translation>Das ist keine Datei mit Einstellungen. Wählen Sie eine, die Usage Bar exportiert hat.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/advanced.py"/>
        <source>Settings (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Snooze until reset</source>
        <translation>Stumm bis zur Zurücksetzung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>The test was handed to your desktop.</source>
        <translation>Der Test wurde an Ihren Desktop übergeben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Nothing on this desktop shows notifications. Start a notification service (for example dunst, mako, or your desktop's own); until then icon and popup tell you.</source>
        <translation>Auf diesem Desktop zeigt nichts Benachrichtigungen. Starten Sie einen Dienst dafür (etwa dunst, mako oder den Ihres Desktops); bis dahin informieren Symbol und Fenster.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Levels of: {window}</source>
        <translation>Stufen für: {window}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Levels for</source>
        <translation>Stufen für</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Every service</source>
        <translation>Alle Dienste</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Percent used, for example 50, 80, 95. Empty: warning and danger of the General page.</source>
        <translation>Genutzte Prozent, etwa 50, 80, 95. Leer: Warnung und Gefahr der Seite Allgemein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>What &amp;would last week have told?</source>
        <translation>Was hätte die letzte Wo&amp;che gemeldet?</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Looking through the history…</source>
        <translation>Der Verlauf wird durchgesehen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Nothing: by these preferences last week would have been silent, as far as its figures were kept.</source>
        <translation>Nichts: Mit diesen Einstellungen wäre die letzte Woche still geblieben, soweit ihre Werte erhalten sind.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>The history did not answer. Try again in a moment.</source>
        <translation>Der Verlauf hat nicht geantwortet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>This is a test</source>
        <translation>Dies ist ein Test</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Usage Bar will tell you like this when a limit comes near.</source>
        <translation>So meldet sich Usage Bar, wenn ein Limit näher rückt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>{name} reports trouble: {incident}</source>
        <translation>{name} meldet eine Störung: {incident}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Figures may be late meanwhile; its status page says more.</source>
        <translation>Werte kommen womöglich verspätet; mehr steht auf der Statusseite.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}'s {window} is used up</source>
        <translation>{name}: {window} aufgebraucht</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Back at {reset}.</source>
        <translation>Wieder verfügbar ab {reset}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>{name}'s {window} should be available again</source>
        <translation>{name}: {window} müsste wieder verfügbar sein</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Expected by the clock; the next figures will confirm it.</source>
        <translation>Nach der Uhr zu erwarten; die nächsten Werte werden es bestätigen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>{name}'s {window} is available again</source>
        <translation>{name}: {window} wieder verfügbar</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}.</source>
        <translation>{used}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>{name}'s {window} will run out at {time} at this pace</source>
        <translation>{name}: {window} reicht bei diesem Tempo nur bis {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>{used} so far; that is {span} before its reset.</source>
        <translation>Bisher {used}; das ist {span} vor der Zurücksetzung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>{name}'s {window}: {used}</source>
        <translation>{name}, {window}: {used}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>At this pace until {time}, {span} short of its reset.</source>
        <translation>Bei diesem Tempo bis {time}, {span} vor der Zurücksetzung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/alerts.py"/>
        <source>Resets {reset}.</source>
        <translation>Zurücksetzung {reset}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name}: the sign-in is in {path}.</source>
        <translation>{name}: Die Anmeldung liegt in {path}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name}: the credential is in this computer's credential store.</source>
        <translation>{name}: Die Zugangsdaten liegen im Schlüsselbund dieses Computers.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name}: the stored key refers to a variable.</source>
        <translation>{name}: Der gespeicherte Schlüssel verweist auf eine Variable.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name}: the key comes from the variable {variables}.</source>
        <translation>{name}: Der Schlüssel kommt aus der Variablen {variables}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>memory, until the program ends</source>
        <translation>im Arbeitsspeicher, bis das Programm endet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Usage Bar {usagebar}, Python {python}, {platform}.</source>
        <translation>Usage Bar {usagebar}, Python {python}, {platform}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Nothing is set up.</source>
        <translation>Nichts ist eingerichtet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Sign in with Claude Code (type claude, then /login), or save a key: usagebar key set zai.</source>
        <translation>Melden Sie sich mit Claude Code an (claude eingeben, dann /login), oder speichern Sie einen Schlüssel: usagebar key set zai.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name} is switched off in the preferences.</source>
        <translation>{name} ist in den Einstellungen ausgeschaltet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Other people of this computer may read {path} (mode {mode}).</source>
        <translation>Andere Personen an diesem Computer dürfen {path} lesen (Modus {mode}).</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Take that right away: chmod 600 {path}.</source>
        <translation>Entziehen Sie dieses Recht: chmod 600 {path}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>A lock of Claude Code was left behind: {path}, untouched for {age}.</source>
        <translation>Eine Sperre von Claude Code ist zurückgeblieben: {path}, unberührt: {age}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Close every Claude Code, then remove the empty folder: rmdir {path}.</source>
        <translation>Schließen Sie jedes Claude Code und entfernen Sie dann den leeren Ordner: rmdir {path}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{path} is a file, where Claude Code puts a folder as its lock.</source>
        <translation>{path} ist eine Datei, wo Claude Code einen Ordner als Sperre anlegt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>No sign-in can be renewed beside it. Look at what it is, then move it away or delete it.</source>
        <translation>Solange sie da ist, lässt sich keine Anmeldung erneuern. Sehen Sie nach, was es ist, und verschieben oder löschen Sie sie.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{host} answers.</source>
        <translation>{host} antwortet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The clock is right.</source>
        <translation>Die Uhr geht richtig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>This computer's clock is {span} ahead.</source>
        <translation>Die Uhr dieses Computers geht {span} vor.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Switch on the automatic time of the system: else sign-ins seem expired, or valid too long.</source>
        <translation>Schalten Sie die automatische Uhrzeit des Systems ein: Sonst wirken Anmeldungen abgelaufen oder zu lange gültig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The variable {variable} points outside of this computer and was refused.</source>
        <translation>Die Variable {variable} zeigt aus diesem Computer hinaus und wurde abgelehnt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Remove it: only tests may set it, and only to an address of this computer.</source>
        <translation>Entfernen Sie sie: Nur Tests dürfen sie setzen, und nur auf eine Adresse dieses Computers.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{host} is reached through the proxy {proxy}.</source>
        <translation>{host} wird über den Proxy {proxy} erreicht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The proxy that the environment names for {host} cannot be used.</source>
        <translation>Der Proxy, den die Umgebung für {host} nennt, ist nicht verwendbar.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Set HTTPS_PROXY to an address like http://proxy.example:8080, or add {host} to NO_PROXY.</source>
        <translation>Setzen Sie HTTPS_PROXY auf eine Adresse wie http://proxy.example:8080, oder nehmen Sie {host} in NO_PROXY auf.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{variable} adds the certificates of {path}.</source>
        <translation>{variable} fügt die Zertifikate aus {path} hinzu.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The file {path} that {variable} names holds no certificates that can be read.</source>
        <translation>Die Datei {path}, die {variable} nennt, enthält keine lesbaren Zertifikate.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Let {variable} name a PEM file, or remove it.</source>
        <translation>Lassen Sie {variable} eine PEM-Datei nennen, oder entfernen Sie die Variable.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Keys are kept in: {store}.</source>
        <translation>Schlüssel liegen in: {store}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>There is no credential store here, so no key can be saved.</source>
        <translation>Hier gibt es keinen Schlüsselbund, daher lässt sich kein Schlüssel speichern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Install one (for example gnome-keyring) to save a key, or put the key into the environment. Claude needs none.</source>
        <translation>Installieren Sie einen (etwa gnome-keyring), um einen Schlüssel zu speichern, oder legen Sie ihn in die Umgebung. Claude braucht keinen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>PYTHON_KEYRING_BACKEND names {backend}, which is not used: it may keep keys in plain text.</source>
        <translation>PYTHON_KEYRING_BACKEND nennt {backend}, das nicht verwendet wird: Es könnte Schlüssel im Klartext ablegen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Remove the variable: the system's own credential store is then used.</source>
        <translation>Entfernen Sie die Variable: Dann wird der Schlüsselbund des Systems verwendet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The desktop shows tray icons.</source>
        <translation>Der Desktop zeigt Symbole im Infobereich.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Nothing on this desktop shows tray icons.</source>
        <translation>Auf diesem Desktop zeigt nichts Symbole im Infobereich.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>On GNOME install and switch on the AppIndicator extension; elsewhere add a system tray to the panel. Until then Usage Bar shows a window.</source>
        <translation>Installieren und aktivieren Sie unter GNOME die Erweiterung AppIndicator; fügen Sie sonst der Leiste einen Infobereich hinzu. Bis dahin zeigt Usage Bar ein Fenster.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>There is no desktop session here: tray and notifications were not looked at.</source>
        <translation>Hier läuft keine Desktop-Sitzung: Infobereich und Benachrichtigungen wurden nicht geprüft.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>To have them looked at, run this inside the desktop session.</source>
        <translation>Starten Sie dies innerhalb der Desktop-Sitzung, um sie prüfen zu lassen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The desktop shows notifications.</source>
        <translation>Der Desktop zeigt Benachrichtigungen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Nothing on this desktop shows notifications.</source>
        <translation>Auf diesem Desktop zeigt nichts Benachrichtigungen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Install and start a notification server, for example dunst or mako.</source>
        <translation>Installieren und starten Sie einen Benachrichtigungsdienst, etwa dunst oder mako.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The file of preferences could not be read: {path}. Defaults are in use.</source>
        <translation>Die Datei der Einstellungen war nicht lesbar: {path}. Es gelten die Vorgaben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>It is kept as {kept_as}. Set the preferences again, or mend that file and put it back.</source>
        <translation>Sie ist als {kept_as} aufgehoben. Setzen Sie die Einstellungen neu, oder reparieren Sie die Datei und legen Sie sie zurück.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Some preferences have values that cannot be used: {keys}. Their defaults are in use.</source>
        <translation>Einige Einstellungen haben unbrauchbare Werte: {keys}. Für sie gelten die Vorgaben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Set them in the preferences, or correct them in {path}.</source>
        <translation>Setzen Sie sie in den Einstellungen, oder berichtigen Sie sie in {path}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Usage Bar may not write to {path}.</source>
        <translation>Usage Bar darf nicht in {path} schreiben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Give your user the right to write there: figures and waiting times cannot be kept.</source>
        <translation>Geben Sie Ihrem Benutzer dort das Schreibrecht: Werte und Wartezeiten lassen sich sonst nicht aufheben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>This computer's clock is {span} behind.</source>
        <translation>Die Uhr dieses Computers geht {span} nach.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The desktop did not answer in time: tray and notifications were not looked at.</source>
        <translation>Der Desktop hat nicht rechtzeitig geantwortet: Infobereich und Benachrichtigungen wurden nicht geprüft.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Check who may read it, then open the preferences and set them again.</source>
        <translation>Prüfen Sie, wer sie lesen darf, öffnen Sie dann die Einstellungen und setzen Sie sie neu.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>fine</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>mend</source>
        <translation>beheben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Nothing to mend.</source>
        <translation>Nichts zu beheben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>To mend: {count}.</source>
        <translation>Zu beheben: {count}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>an unknown time (its date lies in the future)</source>
        <translation>unbekannte Zeit (das Datum liegt in der Zukunft)</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name}: {title}</source>
        <translation>{name}: {title}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>{name} missing</source>
        <translation>{name} fehlt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>scopes: {value}</source>
        <translation>Berechtigungen: {value}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>expires: {value}</source>
        <translation>gültig bis: {value}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Doctor of Usage Bar</source>
        <translation>Diagnose von Usage Bar</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Looking at everything that the figures depend on…</source>
        <translation>Alles, wovon die Werte abhängen, wird geprüft…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>&amp;Look again</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>&amp;Copy report</source>
        <translation>&amp;Bericht kopieren</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>Copies what was found as text, without keys, tokens or the name of your folder.</source>
        <translation>Kopiert den Befund als Text, ohne Schlüssel, Token oder den Namen Ihres Ordners.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/findings.py"/>
        <source>The report is on the clipboard.</source>
        <translation>Der Bericht ist in der Zwischenablage.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Welcome to Usage Bar</source>
        <translation>Willkommen bei Usage Bar</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>It shows how much of your coding plans is left. Nothing has been sent yet: this is what it found on this computer, and what it will do when you press Begin.</source>
        <translation>Usage Bar zeigt, wie viel von Ihren Coding-Abos übrig ist. Noch wurde nichts gesendet: Dies wurde auf diesem Computer gefunden, und dies geschieht, wenn Sie auf „Beginnen“ drücken.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Looking at what is there…</source>
        <translation>Es wird nachgesehen, was da ist…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Figures and their past stay on this computer. Keys are kept in the system's keyring alone, and nobody else is told anything.</source>
        <translation>Werte und ihr Verlauf bleiben auf diesem Computer. Schlüssel liegen allein im Schlüsselbund des Systems, und niemand sonst erfährt etwas.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>With a key you see the plan of {name} too. Check and Save send it to {host}, to try it.</source>
        <translation>Mit einem Schlüssel sehen Sie auch das Abo von {name}. „Prüfen“ und „Speichern“ senden ihn zur Probe an {host}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>&amp;Begin</source>
        <translation>&amp;Beginnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Found: you are signed in.</source>
        <translation>Gefunden: Sie sind angemeldet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Found: a key is stored in the system's keyring.</source>
        <translation>Gefunden: Im Schlüsselbund des Systems liegt ein Schlüssel.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Found: a key in the environment.</source>
        <translation>Gefunden: ein Schlüssel in der Umgebung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>The keyring is locked. It is not opened without you.</source>
        <translation>Der Schlüsselbund ist gesperrt. Ohne Sie wird er nicht geöffnet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Not set up here yet. That can come later.</source>
        <translation>Hier noch nicht eingerichtet. Das hat Zeit.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Reads {files}.</source>
        <translation>Liest {files}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Asks {hosts} for the figures.</source>
        <translation>Fragt {hosts} nach den Werten.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Asks {hosts} for the figures once that is done, and nobody before.</source>
        <translation>Fragt danach {hosts} nach den Werten, und vorher niemanden.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/first_run.py"/>
        <source>Asks {hosts} only to renew a sign-in that has expired.</source>
        <translation>Fragt {hosts} nur, um eine abgelaufene Anmeldung zu erneuern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message numerus="yes">
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{count} d</source>
        <translation>
            <numerusform>{count} Tag</numerusform>
            <numerusform>{count} Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{count} min ago</source>
        <translation>
            <numerusform>vor {count} Minute</numerusform>
            <numerusform>vor {count} Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{count} h ago</source>
        <translation>
            <numerusform>vor {count} Stunde</numerusform>
            <numerusform>vor {count} Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{count} d ago</source>
        <translation>
            <numerusform>vor {count} Tag</numerusform>
            <numerusform>vor {count} Tagen</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{percent} used</source>
        <translation>{percent} genutzt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{percent} left</source>
        <translation>{percent} übrig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>scoped</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Week, {scope}</source>
        <translation>Woche, {scope}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Tools this month</source>
        <translation>Werkzeuge im Monat</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>week for {scope}</source>
        <translation>Woche für {scope}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>scoped week</source>
        <translation>eingeschränkte Woche</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>tools this month</source>
        <translation>Werkzeuge im Monat</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{weekday} {time}</source>
        <translation>{weekday} {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{day} {year}</source>
        <translation>{day} {year}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{number} {month}</source>
        <translation>{number}. {month}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{hour}:{minutes}</source>
        <translation>{hour}:{minutes}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{hour}:{minutes} am</source>
        <translation>{hour}:{minutes} AM</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{hour}:{minutes} pm</source>
        <translation>{hour}:{minutes} PM</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>not started</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>reset is due</source>
        <translation>Zurücksetzung fällig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>back at {time}</source>
        <translation>wieder ab {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>resets in less than a minute</source>
        <translation>Zurücksetzung in unter einer Minute</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>resets in {span}</source>
        <translation>Zurücksetzung in {span}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>resets {time}</source>
        <translation>Zurücksetzung {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{sign} {number}</source>
        <translation>{number} {sign}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{used}, no cap</source>
        <translation>{used}, ohne Obergrenze</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{used} of {limit}</source>
        <translation>{used} von {limit}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Extra usage</source>
        <translation>Zusatznutzung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Credit</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>extra usage</source>
        <translation>Zusatznutzung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>credit</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>used up</source>
        <translation>aufgebraucht</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{percent} over pace, runs out {time}</source>
        <translation>{percent} über Soll, leer ab {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{percent} over pace</source>
        <translation>{percent} über Soll</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{percent} in reserve</source>
        <translation>{percent} Reserve</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>on pace</source>
        <translation>im Soll</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Next update in {span}</source>
        <translation>Aktualisierung in {span}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{name} needs you first: its card says what to do.</source>
        <translation>{name} braucht zuerst Ihre Hilfe: Die Karte sagt, was zu tun ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{name} asks to wait until {time}.</source>
        <translation>{name} bittet, bis {time} zu warten.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>{name} is asked again from {time} on.</source>
        <translation>{name} wird ab {time} wieder gefragt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Peak hours, credits at 100 %, until {time} ({span})</source>
        <translation>Hauptzeit, Credits zu 100 %, bis {time} (noch {span})</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>Off-peak, credits at {percent}, until {time} ({span})</source>
        <translation>Nebenzeit, Credits zu {percent}, bis {time} (noch {span})</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>told by Claude Code</source>
        <translation>von Claude Code gemeldet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>noted by Claude Desktop</source>
        <translation>von Claude Desktop notiert</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/formatting.py"/>
        <source>noted by Claude Code</source>
        <translation>von Claude Code notiert</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}, resets {time}. {other} has {left} left.</source>
        <translation>{used}, Zurücksetzung {time}. Bei {other} sind {left} übrig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}, resets {time}. {other} has {left} left, off-peak until {phase}.</source>
        <translation>{used}, Zurücksetzung {time}. Bei {other} sind {left} übrig, Nebenzeit bis {phase}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}, resets {time}. {other} has {left} left, peak hours until {phase}.</source>
        <translation>{used}, Zurücksetzung {time}. Bei {other} sind {left} übrig, Hauptzeit bis {phase}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}, resets {time}. {other} has no figures.</source>
        <translation>{used}, Zurücksetzung {time}. {other} hat keine Werte.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}, resets {time}.</source>
        <translation>{used}, Zurücksetzung {time}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}. {other} has {left} left.</source>
        <translation>{used}. Bei {other} sind {left} übrig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}. {other} has {left} left, off-peak until {phase}.</source>
        <translation>{used}. Bei {other} sind {left} übrig, Nebenzeit bis {phase}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}. {other} has {left} left, peak hours until {phase}.</source>
        <translation>{used}. Bei {other} sind {left} übrig, Hauptzeit bis {phase}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used}. {other} has no figures.</source>
        <translation>{used}. {other} hat keine Werte.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{other} has {left} left.</source>
        <translation>Bei {other} sind {left} übrig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{other} has {left} left, off-peak until {phase}.</source>
        <translation>Bei {other} sind {left} übrig, Nebenzeit bis {phase}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{other} has {left} left, peak hours until {phase}.</source>
        <translation>Bei {other} sind {left} übrig, Hauptzeit bis {phase}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{other} has no figures.</source>
        <translation>{other} hat keine Werte.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Highest is {name}'s {window} with {used}. {other} has no figures.</source>
        <translation>Am höchsten steht {name}, {window}: {used}. {other} hat keine Werte.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Tightest is {name}'s {window}: {used}. {other} has no figures.</source>
        <translation>Am knappsten ist {name}, {window}: {used}. {other} hat keine Werte.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Tightest is {name}'s {window}: {used}.</source>
        <translation>Am knappsten ist {name}, {window}: {used}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Highest is {name}'s {window} with {used}.</source>
        <translation>Am höchsten steht {name}, {window}: {used}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Everything is switched off</source>
        <translation>Alles ist ausgeschaltet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Switch an account on in the preferences.</source>
        <translation>Schalten Sie in den Einstellungen ein Konto ein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Nothing is set up yet</source>
        <translation>Noch ist nichts eingerichtet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Sign in with Claude Code, or enter a key in the preferences.</source>
        <translation>Melden Sie sich mit Claude Code an, oder geben Sie in den Einstellungen einen Schlüssel ein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{used} {age}</source>
        <translation>{used} ({age})</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}'s {window} is used up until {time}</source>
        <translation>{name}: {window} aufgebraucht bis {time}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Free to work</source>
        <translation>Freie Bahn</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}'s {window} is the tighter limit</source>
        <translation>{name}: {window} ist das engere Limit</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}'s {window} is getting tight</source>
        <translation>{name}: {window} wird knapp</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}, {label}: {money}.</source>
        <translation>{name}, {label}: {money}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}'s {label} is used up</source>
        <translation>{name}: {label} aufgebraucht</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}'s {label} is getting tight</source>
        <translation>{name}: {label} wird knapp</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>No plan limits</source>
        <translation>Keine Abo-Limits</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>You are signed in; there is nothing to run out of.</source>
        <translation>Sie sind angemeldet; es gibt nichts, was ausgehen könnte.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>A reset is due</source>
        <translation>Eine Zurücksetzung ist fällig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>New figures come with the next update.</source>
        <translation>Neue Werte kommen mit der nächsten Aktualisierung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>No figures at the moment</source>
        <translation>Derzeit keine Werte</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>Each card below says what to do.</source>
        <translation>Jede Karte sagt, was zu tun ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{line} (old)</source>
        <translation>{line} (alt)</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}: sign in again</source>
        <translation>{name}: neu anmelden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}: key refused</source>
        <translation>{name}: Schlüssel abgelehnt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}: no figures</source>
        <translation>{name}: keine Werte</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}: no plan limits</source>
        <translation>{name}: keine Abo-Limits</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}: {figures} used</source>
        <translation>{name}: {figures} genutzt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/headline.py"/>
        <source>{name}: {figures} left</source>
        <translation>{name}: {figures} übrig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>danger</source>
        <translation>Gefahr</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>signed out</source>
        <translation>abgemeldet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/levels.py"/>
        <source>not configured</source>
        <translation>nicht eingerichtet</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>Local &amp;interface for scripts</source>
        <translation>Lokale Schnitts&amp;telle für Skripte</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>Port &amp;number</source>
        <translation>Port&amp;nummer</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>any free one</source>
        <translation>irgendein freier</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>Copy &amp;address</source>
        <translation>Adresse &amp;kopieren</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>When it is on, programs on this computer that may read a file of yours can ask for the figures.</source>
        <translation>Ist sie an, können Programme auf diesem Computer, die eine Datei von Ihnen lesen dürfen, die Werte abfragen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>On at {address}. Address and token are in {file}, which you alone can read.</source>
        <translation>An unter {address}. Adresse und Token stehen in {file}; nur Sie können das lesen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>Another program has this port. Choose another one.</source>
        <translation>Ein anderes Programm belegt diesen Port. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/local_api.py"/>
        <source>It could not be started. The log says why.</source>
        <translation>Sie ließ sich nicht starten. Das Protokoll sagt, warum.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Open Claude Code</source>
        <translation>Claude Code öffnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Enter a key</source>
        <translation>Schlüssel eingeben</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Open preferences</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>How to</source>
        <translation>So geht es</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Sign in once in Claude Code, and the figures come back by themselves.</source>
        <translation>Melden Sie sich einmal in Claude Code an, und die Werte kommen von selbst zurück.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>You need not do anything: it is tried again by itself.</source>
        <translation>Sie müssen nichts tun: Es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} is signed out.</source>
        <translation>{name} ist abgemeldet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} is no longer there.</source>
        <translation>Die Anmeldung von {name} ist nicht mehr da.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} has expired.</source>
        <translation>Die Anmeldung von {name} ist abgelaufen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} does not accept this sign-in any more.</source>
        <translation>{name} nimmt diese Anmeldung nicht mehr an.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} was revoked.</source>
        <translation>Die Anmeldung von {name} wurde widerrufen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Its file cannot be written here. Open Claude Code once: it renews the sign-in itself.</source>
        <translation>Ihre Datei ist hier nicht beschreibbar. Öffnen Sie einmal Claude Code: Es erneuert die Anmeldung selbst.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Its renewal is switched off in the preferences. Open Claude Code once: it renews the sign-in itself.</source>
        <translation>Ihre Erneuerung ist in den Einstellungen ausgeschaltet. Öffnen Sie einmal Claude Code: Es erneuert die Anmeldung selbst.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>You need not do anything: it is renewed in a moment.</source>
        <translation>Sie müssen nichts tun: Sie wird gleich erneuert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} has expired and could not be renewed yet.</source>
        <translation>Die Anmeldung von {name} ist abgelaufen und ließ sich noch nicht erneuern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} has expired, and the answer to its renewal was lost.</source>
        <translation>Die Anmeldung von {name} ist abgelaufen, und die Antwort auf ihre Erneuerung ging verloren.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>It is tried once more by itself. If it stays so, sign in again in Claude Code.</source>
        <translation>Es wird von selbst noch einmal versucht. Bleibt es dabei, melden Sie sich in Claude Code neu an.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} has expired, and Claude Code was not found to renew it.</source>
        <translation>Die Anmeldung von {name} ist abgelaufen, und Claude Code wurde nicht gefunden, um sie zu erneuern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Open Claude Code once: it renews the sign-in itself.</source>
        <translation>Öffnen Sie einmal Claude Code: Es erneuert die Anmeldung selbst.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Claude Code was asked to renew the sign-in of {name}, and did not.</source>
        <translation>Claude Code wurde gebeten, die Anmeldung von {name} zu erneuern, und hat es nicht getan.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The renewed sign-in of {name} cannot be saved.</source>
        <translation>Die erneuerte Anmeldung von {name} lässt sich nicht speichern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Make room on the disk and see that Claude Code's folder can be written. Do not quit Usage Bar meanwhile: it tries again by itself.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger und sorgen Sie dafür, dass der Ordner von Claude Code beschreibbar ist. Beenden Sie Usage Bar inzwischen nicht: Es versucht es von selbst erneut.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>It lies in WSL and is not renewed from here. Open Claude Code there once: it renews the sign-in itself.</source>
        <translation>Sie liegt in WSL und wird von hier nicht erneuert. Öffnen Sie dort einmal Claude Code: Es erneuert die Anmeldung selbst.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The renewed sign-in of {name} could not be saved.</source>
        <translation>Die erneuerte Anmeldung von {name} ließ sich nicht speichern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Make room on the disk, then sign in again in Claude Code.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger und melden Sie sich dann in Claude Code neu an.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>This sign-in may not read the usage of {name}.</source>
        <translation>Diese Anmeldung darf die Nutzung von {name} nicht lesen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Sign in with /login in Claude Code: a sign-in made for scripts does not suffice.</source>
        <translation>Melden Sie sich in Claude Code mit /login an: Eine Anmeldung für Skripte genügt nicht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>An API key of the console is in place of the sign-in of {name}.</source>
        <translation>An der Stelle der Anmeldung von {name} steht ein API-Schlüssel der Konsole.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Sign in with your plan in Claude Code: a console key has no plan limits.</source>
        <translation>Melden Sie sich in Claude Code mit Ihrem Abo an: Ein Schlüssel der Konsole hat keine Abo-Limits.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} refuses this key.</source>
        <translation>{name} lehnt diesen Schlüssel ab.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>It may have been revoked, or belong to the other region. Enter a new one in the preferences.</source>
        <translation>Er wurde vielleicht widerrufen oder gehört zur anderen Region. Geben Sie in den Einstellungen einen neuen ein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The key of {name} refers to the variable {detail}, which is not set.</source>
        <translation>Der Schlüssel von {name} verweist auf die Variable {detail}, die nicht gesetzt ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Set the variable and start Usage Bar again, or enter the key itself in the preferences.</source>
        <translation>Setzen Sie die Variable und starten Sie Usage Bar neu, oder geben Sie den Schlüssel selbst in den Einstellungen ein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>No key was entered.</source>
        <translation>Es wurde kein Schlüssel eingegeben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Paste the key into the field first.</source>
        <translation>Fügen Sie zuerst den Schlüssel in das Feld ein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>This key is too short.</source>
        <translation>Dieser Schlüssel ist zu kurz.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Copy the whole of it, from the first character to the last.</source>
        <translation>Kopieren Sie ihn ganz, vom ersten bis zum letzten Zeichen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>This key holds characters that no key has.</source>
        <translation>Dieser Schlüssel enthält Zeichen, die kein Schlüssel hat.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Copy it again, without spaces or line breaks.</source>
        <translation>Kopieren Sie ihn noch einmal, ohne Leerzeichen und Zeilenumbrüche.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} asks to wait.</source>
        <translation>{name} bittet zu warten.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>You need not do anything: the next try is at {retry}.</source>
        <translation>Sie müssen nichts tun. Nächster Versuch: {retry}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>No connection to {name}.</source>
        <translation>Keine Verbindung zu {name}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Check this computer's connection. It is tried again by itself.</source>
        <translation>Prüfen Sie die Verbindung dieses Computers. Es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} did not answer in time.</source>
        <translation>{name} hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Something in the network answered in place of {name}.</source>
        <translation>Etwas im Netz hat anstelle von {name} geantwortet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Open a web page to see whether this network wants you to sign in, or check proxy and VPN.</source>
        <translation>Öffnen Sie eine Webseite, um zu sehen, ob dieses Netz eine Anmeldung verlangt, oder prüfen Sie Proxy und VPN.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The connection to {name} is not secure, so nothing was sent.</source>
        <translation>Die Verbindung zu {name} ist nicht sicher, daher wurde nichts gesendet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Check the date of this computer, and whether a company proxy needs its certificate installed.</source>
        <translation>Prüfen Sie das Datum dieses Computers, und ob das Zertifikat eines Firmen-Proxys installiert sein muss.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The proxy does not let the request to {name} through.</source>
        <translation>Der Proxy lässt die Anfrage an {name} nicht durch.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Check the proxy's address and sign-in in the system's settings.</source>
        <translation>Prüfen Sie Adresse und Anmeldung des Proxys in den Einstellungen des Systems.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} has trouble of its own.</source>
        <translation>{name} hat selbst eine Störung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>{name} answered with something that is not understood.</source>
        <translation>{name} hat mit etwas geantwortet, das nicht zu verstehen ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>It is tried again by itself. If it stays so, look for an update of Usage Bar.</source>
        <translation>Es wird von selbst erneut versucht. Bleibt es dabei, suchen Sie nach einer neuen Version von Usage Bar.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The keyring is locked, so the key cannot be read.</source>
        <translation>Der Schlüsselbund ist gesperrt, daher ist der Schlüssel nicht lesbar.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Unlock the keyring of this computer.</source>
        <translation>Entsperren Sie den Schlüsselbund dieses Computers.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The keyring stayed locked, so the key cannot be read.</source>
        <translation>Der Schlüsselbund blieb gesperrt, daher ist der Schlüssel nicht lesbar.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Unlock it and type the keyring's password when the system asks.</source>
        <translation>Entsperren Sie ihn, und geben Sie sein Passwort ein, wenn das System fragt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The keyring does not answer.</source>
        <translation>Der Schlüsselbund antwortet nicht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Unlock the keyring, or sign out of this computer and in again if it stays silent.</source>
        <translation>Entsperren Sie den Schlüsselbund, oder melden Sie sich vom Computer ab und wieder an, wenn er stumm bleibt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>This computer offers no keyring.</source>
        <translation>Dieser Computer bietet keinen Schlüsselbund.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Install one (for example gnome-keyring), or use the key until you quit: the preferences offer it.</source>
        <translation>Installieren Sie einen (etwa gnome-keyring), oder verwenden Sie den Schlüssel bis zum Beenden: Die Einstellungen bieten es an.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>This computer has no keyring yet.</source>
        <translation>Dieser Computer hat noch keinen Schlüsselbund.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Save a key in the preferences: the system then asks for a password for the new keyring.</source>
        <translation>Speichern Sie in den Einstellungen einen Schlüssel: Das System fragt dann nach einem Passwort für den neuen Schlüsselbund.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>A file stands where Claude Code's lock belongs, so the sign-in cannot be renewed.</source>
        <translation>Wo die Sperre von Claude Code hingehört, steht eine Datei; die Anmeldung lässt sich so nicht erneuern.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Delete that file; the command usagebar doctor says which one it is.</source>
        <translation>Löschen Sie diese Datei; der Befehl usagebar doctor sagt, welche es ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Claude Code is changing its sign-in at this moment.</source>
        <translation>Claude Code ändert seine Anmeldung in diesem Moment.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} has expired, and Claude Code keeps it locked.</source>
        <translation>Die Anmeldung von {name} ist abgelaufen, und Claude Code hält sie gesperrt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Nothing is asked until it is renewed, and that is tried again by itself. If it stays so, start Claude Code anew.</source>
        <translation>Bis sie erneuert ist, wird nichts abgefragt; die Erneuerung wird von selbst wieder versucht. Bleibt es so, starten Sie Claude Code neu.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} cannot be read.</source>
        <translation>Die Anmeldung von {name} ist nicht lesbar.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Sign in again in Claude Code, or enter the key again in the preferences: that writes it anew.</source>
        <translation>Melden Sie sich in Claude Code neu an, oder geben Sie den Schlüssel in den Einstellungen neu ein: Dann wird er neu geschrieben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Usage Bar may not read the sign-in of {name}.</source>
        <translation>Usage Bar darf die Anmeldung von {name} nicht lesen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Give your user the right to read Claude Code's credentials file.</source>
        <translation>Geben Sie Ihrem Benutzer das Recht, die Datei mit den Zugangsdaten von Claude Code zu lesen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The sign-in of {name} lies in a WSL distribution that is not running.</source>
        <translation>Die Anmeldung von {name} liegt in einer WSL-Distribution, die nicht läuft.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Start that distribution, then try again: Usage Bar never starts one.</source>
        <translation>Starten Sie diese Distribution, und versuchen Sie es erneut: Usage Bar startet nie eine.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>What is stored for {name} is too large to be a key.</source>
        <translation>Was für {name} gespeichert ist, ist zu groß für einen Schlüssel.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Enter the key again in the preferences, or sign in again in Claude Code.</source>
        <translation>Geben Sie den Schlüssel in den Einstellungen neu ein, oder melden Sie sich in Claude Code neu an.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Something went wrong inside Usage Bar.</source>
        <translation>In Usage Bar ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Try again. If it stays so, report it with the log file; no secret is in it.</source>
        <translation>Versuchen Sie es erneut. Bleibt es dabei, melden Sie es mit der Protokolldatei; sie enthält kein Geheimnis.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The variable {detail} points outside of this computer and was refused.</source>
        <translation>Die Variable {detail} zeigt aus diesem Computer hinaus und wurde abgelehnt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Remove it and start Usage Bar again: only tests may set it, and only to an address of this computer.</source>
        <translation>Entfernen Sie sie, und starten Sie Usage Bar neu: Nur Tests dürfen sie setzen, und nur auf eine Adresse dieses Computers.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Usage Bar cannot write to the disk.</source>
        <translation>Usage Bar kann nicht auf den Datenträger schreiben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Make room on the disk, or check that your user may write to Usage Bar's folders. Then try again.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, oder prüfen Sie, ob Ihr Benutzer in die Ordner von Usage Bar schreiben darf. Versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>You need not do anything: the next try comes soon.</source>
        <translation>Sie müssen nichts tun: Der nächste Versuch kommt bald.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>The key of {name} refers to a variable that is not set.</source>
        <translation>Der Schlüssel von {name} verweist auf eine Variable, die nicht gesetzt ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>A variable that replaces a server's address was refused.</source>
        <translation>Eine Variable, die die Adresse eines Servers ersetzt, wurde abgelehnt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Enter your key of {name} and its figures appear here.</source>
        <translation>Geben Sie Ihren Schlüssel von {name} ein, und die Werte erscheinen hier.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>No key yet.</source>
        <translation>Noch kein Schlüssel.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Sign in with Claude Code and it appears here.</source>
        <translation>Melden Sie sich mit Claude Code an, und es erscheint hier.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Not set up.</source>
        <translation>Nicht eingerichtet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>Signed in.</source>
        <translation>Angemeldet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/messages.py"/>
        <source>This account has no plan limits.</source>
        <translation>Dieses Konto hat keine Abo-Limits.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>At this pace until {time}, {span} short</source>
        <translation>Reicht so bis {time}, {span} zu kurz</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>{window}: at this pace until {time}, {span} short</source>
        <translation>{window}: reicht so bis {time}, {span} zu kurz</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>Lasts: {spare} to spare</source>
        <translation>Reicht: {spare} bleiben übrig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>{window}: lasts, {spare} to spare</source>
        <translation>{window}: reicht, {spare} bleiben übrig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>In four cases of five {low} to {high} are used at the reset.</source>
        <translation>In vier von fünf Fällen sind bei der Zurücksetzung {low} bis {high} genutzt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>It may run out from {earliest} on, or last with {low} used at the reset.</source>
        <translation>Es kann ab {earliest} aufgebraucht sein oder reichen, mit {low} Nutzung bei der Zurücksetzung.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/outlook.py"/>
        <source>In four cases of five it runs out between {earliest} and {latest}.</source>
        <translation>In vier von fünf Fällen ist es zwischen {earliest} und {latest} aufgebraucht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Which window</source>
        <translation>Welches Fenster</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>The last 24 hours</source>
        <translation>Die letzten 24 Stunden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>The last 7 days</source>
        <translation>Die letzten 7 Tage</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>The last 30 days</source>
        <translation>Die letzten 30 Tage</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>By weekday and hour, the last four weeks</source>
        <translation>Nach Wochentag und Stunde, letzte vier Wochen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Reading the history…</source>
        <translation>Der Verlauf wird gelesen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Nothing is known of this time yet. The line begins with the first figures and grows with every look.</source>
        <translation>Von dieser Zeit ist noch nichts bekannt. Die Linie beginnt mit den ersten Werten und wächst mit jedem Blick.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>There is no history yet. It begins with the first figures.</source>
        <translation>Es gibt noch keinen Verlauf. Er beginnt mit den ersten Werten.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Dashed: {levels}. Marks at the bottom: resets. Where there is no line, nobody looked.</source>
        <translation>Gestrichelt: {levels}. Striche unten: Zurücksetzungen. Wo keine Linie ist, hat niemand nachgesehen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Marks at the bottom: resets. Where there is no line, nobody looked.</source>
        <translation>Striche unten: Zurücksetzungen. Wo keine Linie ist, hat niemand nachgesehen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>The arrow keys read the figures along the line; Home and End go to its ends.</source>
        <translation>Die Pfeiltasten lesen die Werte entlang der Linie; Pos1 und Ende gehen zu ihren Enden.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>The larger and the stronger a square, the more was used in that hour; a dot: nothing was used.</source>
        <translation>Je größer und kräftiger ein Quadrat, desto mehr wurde in dieser Stunde genutzt; ein Punkt: nichts.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>The arrow keys read the hours.</source>
        <translation>Die Pfeiltasten lesen die Stunden.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>An earlier history could not be read. It is kept as {name}.</source>
        <translation>Ein früherer Verlauf war nicht lesbar. Er ist als {name} aufgehoben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Too little is known of the last four weeks. It fills with every look.</source>
        <translation>Von den letzten vier Wochen ist zu wenig bekannt. Mit jedem Blick wird es mehr.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>No reset.</source>
        <translation>Keine Zurücksetzung.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{count} resets.</source>
        <translation>
            <numerusform>Eine Zurücksetzung.</numerusform>
            <numerusform>{count} Zurücksetzungen.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Highest {highest}, {when}. Last seen {latest}, {seen}. {resets}</source>
        <translation>Höchstwert {highest}, {when}. Zuletzt {latest}, {seen}. {resets}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{when}: nobody looked</source>
        <translation>{when}: niemand hat nachgesehen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{when}: {percent} used</source>
        <translation>{when}: {percent} genutzt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Most is used {when}: {percent} in that hour on average.</source>
        <translation>Am meisten wird {when} genutzt: im Schnitt {percent} in dieser Stunde.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{when}: {percent} in that hour on average</source>
        <translation>{when}: im Schnitt {percent} in dieser Stunde</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{hour} am</source>
        <translation>{hour} AM</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{hour} pm</source>
        <translation>{hour} PM</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>If I go on like the last hour for</source>
        <translation>Weiter wie in der letzten Stunde für</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source> h</source>
        <translation> h</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Hours to go on like the last one</source>
        <translation>Stunden, die es weitergeht wie in der letzten</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Too little is known of the last hour.</source>
        <translation>Von der letzten Stunde ist zu wenig bekannt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>It stays at {percent}: the last hour used nothing.</source>
        <translation>Es bleibt bei {percent}: In der letzten Stunde wurde nichts genutzt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>Used up at {time}.</source>
        <translation>Aufgebraucht ab {time}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>It lasts: {percent} used at the reset, {time}.</source>
        <translation>Es reicht: {percent} genutzt bei der Zurücksetzung, {time}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>{percent} used by {time}.</source>
        <translation>Bis {time} sind {percent} genutzt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>To last until {time}: at most {percent} a work day. {left} is left.</source>
        <translation>Damit es bis {time} reicht: höchstens {percent} je Arbeitstag. {left} sind übrig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/past.py"/>
        <source>To last until {time}: at most {percent} a day. {left} is left.</source>
        <translation>Damit es bis {time} reicht: höchstens {percent} am Tag. {left} sind übrig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Key of {name}</source>
        <translation>Schlüssel von {name}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>A key is stored in the system's keyring.</source>
        <translation>Im Schlüsselbund des Systems liegt ein Schlüssel.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>The keyring is locked.</source>
        <translation>Der Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>A key comes from the environment. A stored one would win.</source>
        <translation>Ein Schlüssel kommt aus der Umgebung. Ein gespeicherter ginge vor.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>A key is held in memory. It is gone when you quit Usage Bar.</source>
        <translation>Ein Schlüssel liegt im Arbeitsspeicher. Er ist weg, sobald Sie Usage Bar beenden.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>No key is stored.</source>
        <translation>Es ist kein Schlüssel gespeichert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>This computer offers no keyring, so that a key cannot be stored here. It is never written to a file instead.</source>
        <translation>Dieser Computer bietet keinen Schlüsselbund, daher lässt sich hier kein Schlüssel speichern. Er wird auch nie ersatzweise in eine Datei geschrieben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Use it until I quit</source>
        <translation>Bis zum Beenden verwenden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>The key is in use until you quit Usage Bar. It is written nowhere.</source>
        <translation>Der Schlüssel gilt, bis Sie Usage Bar beenden. Er wird nirgends gespeichert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Give the account a name first.</source>
        <translation>Geben Sie dem Konto zuerst einen Namen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Choose the folder first: the one that CLAUDE_CONFIG_DIR names for that account.</source>
        <translation>Wählen Sie zuerst den Ordner: den, den CLAUDE_CONFIG_DIR für dieses Konto nennt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Paste the key first.</source>
        <translation>Fügen Sie zuerst den Schlüssel ein.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Looking into the folder…</source>
        <translation>Der Ordner wird angesehen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Nobody is signed in there. Add it anyway, and its figures appear as soon as somebody has signed in.</source>
        <translation>Dort ist niemand angemeldet. Fügen Sie es trotzdem hinzu, und die Werte erscheinen, sobald sich jemand angemeldet hat.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>What is in this folder cannot be read. Check the folder and the rights to it.</source>
        <translation>Der Inhalt dieses Ordners ist nicht lesbar. Prüfen Sie den Ordner und die Rechte daran.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>That WSL distribution is not running. Start it, then add the account: Usage Bar never starts one.</source>
        <translation>Diese WSL-Distribution läuft nicht. Starten Sie sie, und fügen Sie dann das Konto hinzu: Usage Bar startet nie eine.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Look in &amp;WSL</source>
        <translation>In WS&amp;L suchen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Looks for Claude Code's folder in the WSL distributions that are running. None is started.</source>
        <translation>Sucht den Ordner von Claude Code in den laufenden WSL-Distributionen. Keine wird gestartet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Looking into the running WSL distributions…</source>
        <translation>Die laufenden WSL-Distributionen werden angesehen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Choose one. An expired sign-in in WSL is not renewed from here: opening Claude Code there does it.</source>
        <translation>Wählen Sie einen. Eine abgelaufene Anmeldung in WSL wird von hier nicht erneuert: Das tut Claude Code, wenn Sie es dort öffnen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>No running WSL distribution holds Claude Code's folder. Start yours, then look again.</source>
        <translation>Keine laufende WSL-Distribution enthält den Ordner von Claude Code. Starten Sie Ihre, und suchen Sie erneut.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>This folder is signed in to the account that “{name}” shows already.</source>
        <translation>Dieser Ordner ist bei dem Konto angemeldet, das „{name}“ schon zeigt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Remove “{name}”?</source>
        <translation>„{name}“ entfernen?</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Its key is deleted from this computer's keyring. The key itself stays valid at the service.</source>
        <translation>Der Schlüssel wird aus dem Schlüsselbund dieses Computers gelöscht. Beim Dienst bleibt er gültig.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Its card and its figures go. The folder and the sign-in in it stay as they are.</source>
        <translation>Karte und Werte verschwinden. Der Ordner und die Anmeldung darin bleiben, wie sie sind.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Reads the sign-in in {folder}</source>
        <translation>Liest die Anmeldung in {folder}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>&amp;Start when I sign in to this computer</source>
        <translation>Beim Anmelden am Computer &amp;starten</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>This copy of Usage Bar is not installed. Install it first: a copy that goes cannot start.</source>
        <translation>Diese Kopie von Usage Bar ist nicht installiert. Installieren Sie sie zuerst: Eine Kopie, die verschwindet, kann nicht starten.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>The system did not take the change. Check the rights to its list of what starts at login.</source>
        <translation>Das System hat die Änderung nicht angenommen. Prüfen Sie die Rechte an seiner Liste der Autostart-Programme.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Adaptive: every 3 to 30 min</source>
        <translation>Angepasst: alle 3 bis 30 min</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Every {span}</source>
        <translation>Alle {span}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Only when I press Refresh</source>
        <translation>Nur wenn ich auf „Aktualisieren“ drücke</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>More often while you look, while figures move and near a limit or a reset; less often when nothing moves and on battery. The popup's last line says why.</source>
        <translation>Öfter, solange Sie hinsehen, solange sich Werte bewegen und nahe einem Limit oder einer Zurücksetzung; seltener, wenn sich nichts bewegt, und im Akkubetrieb. Die letzte Zeile des Fensters sagt, warum.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Nothing is asked by itself: figures, and warnings, come when you ask.</source>
        <translation>Nichts wird von selbst gefragt: Werte und Warnungen kommen, wenn Sie fragen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>What is used</source>
        <translation>Was genutzt ist</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>What is left</source>
        <translation>Was übrig ist</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>As a countdown within a day</source>
        <translation>Innerhalb eines Tages als Countdown</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>As a time</source>
        <translation>Als Zeitpunkt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>As the system writes them</source>
        <translation>Wie das System sie schreibt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>12 hours, am and pm</source>
        <translation>12 Stunden, AM und PM</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>24 hours</source>
        <translation>24 Stunden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Every day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Monday to Friday</source>
        <translation>Montag bis Freitag</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Monday to Thursday</source>
        <translation>Montag bis Donnerstag</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Global s&amp;hortcut</source>
        <translation>Globales Tasten&amp;kürzel</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Shows the popup from anywhere. Ctrl, Alt or the Windows key, with a letter, a digit or F1 to F24.</source>
        <translation>Zeigt das Fenster von überall. Strg, Alt oder die Windows-Taste, mit einem Buchstaben, einer Ziffer oder F1 bis F24.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Another program has this shortcut. Choose another one.</source>
        <translation>Ein anderes Programm hat dieses Tastenkürzel. Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Not a shortcut for this: hold Ctrl, Alt or the Windows key, and press a letter, a digit or F1 to F24.</source>
        <translation>Kein brauchbares Tastenkürzel: Halten Sie Strg, Alt oder die Windows-Taste, und drücken Sie einen Buchstaben, eine Ziffer oder F1 bis F24.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Not available on this system. Bind the command usagebar-qt to a key in the desktop's settings: it shows the popup.</source>
        <translation>Auf diesem System nicht verfügbar. Legen Sie den Befehl usagebar-qt in den Einstellungen des Desktops auf eine Taste: Er zeigt das Fenster.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Near to the system's</source>
        <translation>Ähnlich der des Systems</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Teal</source>
        <translation>Petrol</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Comfortable</source>
        <translation>Großzügig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Two bars: session and week</source>
        <translation>Zwei Balken: Sitzung und Woche</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>A ring: what is nearer to its limit</source>
        <translation>Ein Ring: was näher am Limit ist</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>A number: the same in percent</source>
        <translation>Eine Zahl: dasselbe in Prozent</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Move &amp;nothing</source>
        <translation>&amp;Nichts bewegen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>The account nearest to a limit</source>
        <translation>Das Konto, das einem Limit am nächsten ist</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Through Claude Code</source>
        <translation>Durch Claude Code</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>{mode} (usual here)</source>
        <translation>{mode} (hier üblich)</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>When the sign-in has expired and Claude Code has not renewed it, Usage Bar does, under Claude Code's own locks, and writes the new one into Claude Code's file. A sign-in that lies in the system's keyring is renewed through Claude Code instead.</source>
        <translation>Ist die Anmeldung abgelaufen und von Claude Code nicht erneuert, tut es Usage Bar, unter den Sperren von Claude Code, und schreibt die neue in dessen Datei. Eine Anmeldung im Schlüsselbund des Systems wird stattdessen durch Claude Code erneuert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>When the sign-in has expired, Usage Bar starts Claude Code in the background, at most once in ten minutes, so that it renews its own sign-in. Usage Bar itself writes nothing.</source>
        <translation>Ist die Anmeldung abgelaufen, startet Usage Bar Claude Code im Hintergrund, höchstens einmal in zehn Minuten, damit es seine Anmeldung selbst erneuert. Usage Bar schreibt nichts.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Usage Bar only reads. Some hours after you last used Claude Code the figures stop, until you open it again.</source>
        <translation>Usage Bar liest nur. Einige Stunden nach der letzten Nutzung von Claude Code bleiben die Werte stehen, bis Sie es wieder öffnen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Holds for all accounts of {name}.</source>
        <translation>Gilt für alle Konten von {name}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Global</source>
        <translation>Weltweit</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>China</source>
        <translation>China</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Switched off: nothing is read and nothing is asked.</source>
        <translation>Ausgeschaltet: Nichts wird gelesen, niemand wird gefragt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Not looked at yet.</source>
        <translation>Noch nicht angesehen.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Works.</source>
        <translation>Funktioniert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Works until you quit: its key is held in memory alone.</source>
        <translation>Funktioniert bis zum Beenden: Der Schlüssel liegt nur im Arbeitsspeicher.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/preferences.py"/>
        <source>Works. Plan: {plan}.</source>
        <translation>Funktioniert. Abo: {plan}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Shows how much of your coding plans is left. It reads Claude Code's sign-in and renews it when it has expired.</source>
        <translation>Zeigt, wie viel von Ihren Coding-Abos übrig ist. Liest die Anmeldung von Claude Code und erneuert sie, wenn sie abgelaufen ist.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>What Usage Bar has read and whom it has asked since it was started. This list is written nowhere.</source>
        <translation>Was Usage Bar seit dem Start gelesen und wen es gefragt hat. Diese Liste wird nirgends gespeichert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>File read</source>
        <translation>Datei gelesen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Keyring read</source>
        <translation>Schlüsselbund gelesen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/privacy.py"/>
        <source>Host asked</source>
        <translation>Server gefragt</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>The service takes this key.</source>
        <translation>Der Dienst nimmt diesen Schlüssel an.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>The key is saved.</source>
        <translation>Der Schlüssel ist gespeichert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>The key is deleted.</source>
        <translation>Der Schlüssel ist gelöscht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>Open a terminal, type the command {command}, and sign in with /login if it asks. The figures come back by themselves.</source>
        <translation>Öffnen Sie ein Terminal, geben Sie den Befehl {command} ein, und melden Sie sich mit /login an, wenn er fragt. Die Werte kommen von selbst zurück.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>How to set it up: {url}</source>
        <translation>So wird es eingerichtet: {url}</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>Copy command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>The preferences could not be written to the disk. They hold until Usage Bar ends.</source>
        <translation>Die Einstellungen ließen sich nicht speichern. Sie gelten, bis Usage Bar endet.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/program.py"/>
        <source>The file of preferences could not be read. It is kept as {name}; defaults are in use.</source>
        <translation>Die Datei der Einstellungen war nicht lesbar. Sie ist als {name} aufgehoben; es gelten die Vorgaben.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Updates only when you ask</source>
        <translation>Aktualisiert nur auf Wunsch</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}, as the preferences say.</source>
        <translation>Sieht alle {span} nach, wie eingestellt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: somebody watches.</source>
        <translation>Sieht alle {span} nach: Jemand schaut zu.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: a limit is near.</source>
        <translation>Sieht alle {span} nach: Ein Limit ist nahe.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: a reset is near.</source>
        <translation>Sieht alle {span} nach: Eine Zurücksetzung ist nahe.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: the figures move.</source>
        <translation>Sieht alle {span} nach: Die Werte bewegen sich.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: a window is used up, and nothing moves before it resets.</source>
        <translation>Sieht alle {span} nach: Ein Kontingent ist aufgebraucht, und bis zur Zurücksetzung bewegt sich nichts.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: little has moved lately.</source>
        <translation>Sieht alle {span} nach: Zuletzt hat sich wenig bewegt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: nothing has moved for an hour.</source>
        <translation>Sieht alle {span} nach: Seit einer Stunde hat sich nichts bewegt.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>Looks every {span}: the computer runs on its battery.</source>
        <translation>Sieht alle {span} nach: Der Computer läuft im Akkubetrieb.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>you look</source>
        <translation>Sie schauen zu</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>limit near</source>
        <translation>Limit nahe</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>reset near</source>
        <translation>Zurücksetzung nahe</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>figures move</source>
        <translation>Werte bewegen sich</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>quiet</source>
        <translation>ruhig</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>idle</source>
        <translation>Leerlauf</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/rhythm.py"/>
        <source>on battery</source>
        <translation>Akkubetrieb</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Look for &amp;updates at</source>
        <translation>Nach neuen &amp;Versionen suchen bei</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Nowhere</source>
        <translation>Nirgends</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>The https address of a release feed. It is asked once a day; nothing is ever downloaded or installed by itself.</source>
        <translation>Die https-Adresse einer Versionsdatei. Sie wird einmal am Tag gelesen; nie wird von selbst etwas heruntergeladen oder installiert.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>This address cannot be used. Write it like https://updates.example/usagebar.json.</source>
        <translation>Diese Adresse ist nicht verwendbar. Schreiben Sie sie wie https://updates.example/usagebar.json.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Open its page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Version {version} is out…</source>
        <translation>Version {version} ist erschienen…</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Version {version} is out; this is {own}.</source>
        <translation>Version {version} ist erschienen; dies ist {own}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>This is the newest version, as of {time}.</source>
        <translation>Dies ist die neueste Version, Stand {time}.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Newer versions are looked for in a moment.</source>
        <translation>Nach neuen Versionen wird gleich gesucht.</translation>
    </message>
    <message>
        <location filename="../../usagebar_qt/wording/updates.py"/>
        <source>Newer versions could not be looked for. It is tried again tomorrow.</source>
        <translation>Nach neuen Versionen ließ sich nicht suchen. Morgen wird es wieder versucht.</translation>
    </message>
</context>
</TS>
