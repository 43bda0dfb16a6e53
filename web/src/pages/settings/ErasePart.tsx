import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { failureOf } from '../../api/failure';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { enter, useMe, useRole } from '../../session/session';
import { leaveBehind } from '../../session/state';
import { Button, Dialog, FailureNotice, Row, Section, Stack, TextField, uiTexts } from '../../ui';
import { settingsTexts } from './texts';

/** Erase the account: what goes and what stays is said before, and on the receipt. */
export function ErasePart() {
  const t = useTexts(settingsTexts);
  const [isAsked, setAsked] = useState(false);
  return (
    <Section title={t.parts.erase}>
      <Stack>
        <WhatBecomes />
        <p>{t.eraseIntro}</p>
        <p>
          <Link href="/app/settings/export">{t.eraseFirst}</Link>
        </p>
        <div>
          <Button kind="danger" onClick={() => setAsked(true)}>
            {t.erase}
          </Button>
        </div>
      </Stack>
      {isAsked && <EraseDialog onClose={() => setAsked(false)} />}
    </Section>
  );
}

/** What is erased and what is kept, as the receipt says it afterwards. */
function WhatBecomes() {
  const t = useTexts(settingsTexts);
  const role = useRole() === 'therapist' ? 'therapist' : 'client';
  return [t.erased, t.retained].map((fate) => (
    <div key={fate.title}>
      <strong>{fate.title}</strong>
      <p>{fate[role]}</p>
    </div>
  ));
}

/** The log-in is gone with the account, so the receipt is shown where people log in. */
function EraseDialog({ onClose }: { onClose(): void }) {
  const t = useTexts(settingsTexts);
  const ui = useTexts(uiTexts);
  const [currentPassword, setPassword] = useState('');
  const { version } = useMe().account;
  const erasing = useAction(
    async (body: Schemas['Erasure']) => {
      try {
        return await answered(api.DELETE('/me', { params: { header: ifMatch(version) }, body }));
      } catch (error) {
        // Another tab changed the account: the next try is about the account as it is now.
        if (failureOf(error).isConflict) await enter();
        throw error;
      }
    },
    { onDone: (receipt) => leaveBehind('erased', receipt) },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void erasing.run({ currentPassword });
  };
  return (
    <Dialog title={t.eraseTitle} onClose={onClose}>
      <WhatBecomes />
      <p>{t.eraseIntro}</p>
      <form onSubmit={submit}>
        <Stack>
          <TextField
            label={t.currentPassword}
            type="password"
            autoComplete="current-password"
            required
            error={erasing.failure?.fields.currentPassword}
            value={currentPassword}
            onChange={(event) => setPassword(event.target.value)}
          />
          <FailureNotice failure={erasing.failure} />
          <Row>
            <Button type="submit" kind="danger" busy={erasing.busy}>
              {t.erase}
            </Button>
            <Button onClick={onClose}>{ui.cancel}</Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
}
