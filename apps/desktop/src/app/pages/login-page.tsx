import { useState } from 'react';
import { AlertPermissions } from '../../features/alerts/alert-permissions.tsx';
import { CredentialsForm } from '../../features/login/credentials-form.tsx';
import { MediaForm } from '../../features/login/media-form.tsx';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { LoginFrame } from '../shell/login-frame.tsx';

/** Who, then where and for which media. */
export function LoginPage() {
  const phase = useSessionStore((state) => state.phase);
  const [password, setPassword] = useState<string | null>(null);
  return (
    <LoginFrame>
      {phase === 'choosing' ? (
        <MediaForm password={password} permissions={<AlertPermissions />} />
      ) : (
        <CredentialsForm onPassword={setPassword} />
      )}
    </LoginFrame>
  );
}
