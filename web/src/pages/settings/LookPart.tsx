import { useTexts } from '../../i18n';
import { LANGUAGES, prefer, THEMES, usePreferences } from '../../preferences/preferences';
import { Choice, Section, Stack } from '../../ui';
import { settingsTexts } from './texts';

const NAMES = { en: 'English', de: 'Deutsch' };

/** How the site looks in this browser, and which language it speaks. */
export function LookPart() {
  const t = useTexts(settingsTexts);
  const { theme, language } = usePreferences();
  return (
    <Section title={t.parts.look}>
      <Stack gap={5}>
        <Choice
          legend={t.theme}
          options={THEMES.map((value) => ({ value, label: t.themes[value] }))}
          value={theme}
          onChange={(next) => prefer({ theme: next })}
        />
        <Choice
          legend={t.language}
          options={LANGUAGES.map((value) => ({
            value,
            label: <span lang={value}>{NAMES[value]}</span>,
          }))}
          value={language}
          onChange={(next) => prefer({ language: next })}
        />
      </Stack>
    </Section>
  );
}
