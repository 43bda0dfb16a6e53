import { useTexts } from '../../i18n';
import { LANGUAGES, prefer, THEMES, usePreferences } from '../../preferences/preferences';
import { REGIONS } from '../../help/regions';
import { helpTexts } from '../../help/texts';
import { Choice, Section, SelectField, Stack } from '../../ui';
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
        <RegionField />
      </Stack>
    </Section>
  );
}

/** Whose crisis help is shown: that of the time zone, unless another is chosen. */
function RegionField() {
  const t = useTexts(settingsTexts);
  const help = useTexts(helpTexts);
  const { language, region = '' } = usePreferences();
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return (
    <SelectField
      label={t.region}
      value={region}
      onChange={(event) => prefer({ region: event.target.value || undefined })}
    >
      <option value="">{t.regionOfZone}</option>
      {REGIONS.map((each) => (
        <option key={each.region} value={each.region}>
          {names.of(each.region)}
        </option>
      ))}
      <option value="elsewhere">{help.elsewhere}</option>
    </SelectField>
  );
}
