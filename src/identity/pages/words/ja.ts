import type { Catalogue } from '../../../base/speech.ts'
import type { PageSentence } from '../page-speech.ts'

export const ja: Catalogue<PageSentence> = {
  'Sign in': 'サインイン',
  'User name': 'ユーザー名',
  Password: 'パスワード',
  'Sign in with {service}': '{service} でサインイン',
  'to open {app}': '{app} を開くため',
  'so that {program} can act as you': '{program} があなたとして操作できるようにするため',
  '{app} on {instance}': '{instance} の {app}',
  Terminal: 'ターミナル',
  'Port {port}': 'ポート {port}',
  'The user name or password is not right.': 'ユーザー名またはパスワードが正しくありません。',
  'Too many attempts. Try again in {seconds} seconds.':
    '試行回数が多すぎます。{seconds} 秒後にもう一度お試しください。',
  'Sign in again': 'もう一度サインイン',
  'This sign-in took too long or was begun in another browser.':
    'サインインに時間がかかりすぎたか、別のブラウザーで始められました。',
  'This sign-in took too long, was begun in another browser, or was refused.':
    'サインインに時間がかかりすぎたか、別のブラウザーで始められたか、拒否されました。',
  'Start again': '最初からやり直す',
  'Not signed in': 'サインインできませんでした',
  'Your account here is disabled. Ask whoever keeps this installation.':
    'ここでのアカウントは無効になっています。このサーバーの管理者にお問い合わせください。',
  '{service} did not sign you in: it refused, or cannot be reached. The log of the server says why.':
    '{service} でサインインできませんでした。拒否されたか、接続できません。理由はサーバーのログにあります。',
  Refused: '拒否されました',
  'The form was sent from another page.': 'フォームが別のページから送信されました。',
  'Unknown address': '不明なアドレス',
  'This server does not answer under that name.': 'このサーバーはその名前では応答しません。',
  Welcome: 'ようこそ',
  'Your desk in the stacks: compute instances, clusters and jobs on machines you own.':
    '書架の間のあなたの机: 自分のマシンで使うコンピューティング インスタンス、クラスター、ジョブ。',
  'You are signed in': 'サインインしています',
  'as {name}': 'ユーザー: {name}',
  'No instance is yours yet. What is created for you appears here.':
    'あなたのインスタンスはまだありません。あなた用に作成されたものがここに表示されます。',
  'Your instances': '自分のインスタンス',
  'Open Studio': 'Studio を開く',
  'Password and sign-ins': 'パスワードとサインイン',
  'Command line': 'コマンド ライン',
  'Sign out': 'サインアウト',
  'Sign out?': 'サインアウトしますか?',
  'You will be signed out here and in every app opened from this browser.':
    'ここと、このブラウザーから開いたすべてのアプリからサインアウトします。',
  'Stay signed in': 'サインインしたままにする',
  'Signed out': 'サインアウトしました',
  'You can close this page.': 'このページは閉じてかまいません。',
  'That did not work': 'うまくいきませんでした',
  'Back to the start': '最初に戻る',
  Back: '戻る',
  'It was not started': '開始できませんでした',
  'Your account': '自分のアカウント',
  'Change the password': 'パスワードの変更',
  'Present password': '現在のパスワード',
  'New password': '新しいパスワード',
  'At least 12 characters.': '12 文字以上。',
  'New password again': '新しいパスワードをもう一度',
  'Change password': 'パスワードを変更',
  'Sign out everywhere': 'すべての場所でサインアウト',
  'Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens.':
    'ブラウザー、開いているアプリ、ターミナル、更新トークンなど、あなたのサインインをすべて終わらせます。',
  'Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens. Changing the password does so too.':
    'ブラウザー、開いているアプリ、ターミナル、更新トークンなど、あなたのサインインをすべて終わらせます。パスワードを変更したときも同じです。',
  'Back to your instances': '自分のインスタンスに戻る',
  'The new password was not repeated as it is.': '新しいパスワードの 2 回の入力が一致しません。',
  'The present password is not right.': '現在のパスワードが正しくありません。',
  'A password has at least {count} characters.': 'パスワードは {count} 文字以上にしてください。',
  'Password changed': 'パスワードを変更しました',
  'Every browser and terminal that was signed in as you has to sign in again with the new one.':
    'あなたとしてサインインしていたブラウザーとターミナルは、すべて新しいパスワードでサインインし直す必要があります。',
  'Signed out everywhere': 'すべての場所でサインアウトしました',
  'Every browser and terminal that was signed in as you has to sign in again.':
    'あなたとしてサインインしていたブラウザーとターミナルは、すべてサインインし直す必要があります。',
  'Sign in a terminal': 'ターミナルのサインイン',
  'Enter the code that is shown where you began to sign in.':
    'サインインを始めた画面に表示されているコードを入力してください。',
  Code: 'コード',
  Next: '次へ',
  'No terminal is waiting with that code. Compare it with what is shown there.':
    'そのコードで待っているターミナルはありません。ターミナルに表示されたコードと見比べてください。',
  'Enter the code first.': '先にコードを入力してください。',
  'That code has expired. Begin again where it is shown.':
    'そのコードは期限切れです。コードが表示された画面でやり直してください。',
  'That code has been used. Begin again where it is shown.':
    'そのコードは使用済みです。コードが表示された画面でやり直してください。',
  'That took too long. Enter the code again.': '時間がかかりすぎました。コードをもう一度入力してください。',
  'That took too long, or this browser keeps no cookies. Enter the code again.':
    '時間がかかりすぎたか、このブラウザーが Cookie を保存していません。コードをもう一度入力してください。',
  'Enter the code': 'コードを入力',
  'Let {program} in?': '{program} のサインインを許可しますか?',
  'It will act as you, with all you may do.': 'あなたとして、あなたにできることをすべて行えるようになります。',
  From: '要求元',
  When: '日時',
  'Go on only if you began this yourself. If somebody sent you the code, it is they who would be signed in as you.':
    '自分で始めた場合にだけ続けてください。コードが誰かから送られてきたものなら、その人があなたとしてサインインすることになります。',
  'Continue to sign in': 'サインインを続ける',
  'I did not ask for this': '自分は要求していない',
  'Request declined': '要求を断りました',
  'Nobody was signed in. The terminal has been told. You can close this page.':
    '誰もサインインしていません。ターミナルにも知らせました。このページは閉じてかまいません。',
  'The terminal': 'ターミナル',
  'All done': '完了しました',
  '{program} is signed in as you. Go back to it; you can close this page.':
    '{program} があなたとしてサインインしました。そちらに戻ってください。このページは閉じてかまいません。',
  'Wait a moment': 'しばらくお待ちください',
  'Too many codes that nobody is waiting with. Try again in {seconds} seconds.':
    '待っているターミナルのないコードが多すぎます。{seconds} 秒後にもう一度お試しください。',
  'Try again': '再試行',
  unknown: '不明',
  '{address}, the machine of Carrel': '{address} (Carrel のマシン)',
  'less than a minute ago': '1 分未満前',
  'a minute ago': '1 分前',
  '{minutes} minutes ago': '{minutes} 分前',
}
