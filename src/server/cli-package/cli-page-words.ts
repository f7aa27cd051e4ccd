// What the page of the command line says, in the languages of the other pages. Korean says which sentences there are.

import type { Catalogue, Catalogues } from '../../base/speech.ts'

const ko = {
  'The command line': '명령줄',
  'With Node 24 or later and npm:': 'Node 24 이상과 npm이 필요합니다:',
  'It asks for the user name and password your administrator gave you, in the browser or, with {code}, on another device. Then {create} makes your first instance and {open} opens it.':
    '관리자에게 받은 사용자 이름과 암호를 브라우저에서, 또는 {code}을(를) 쓰면 다른 기기에서 묻습니다. 그런 다음 {create}(으)로 첫 인스턴스를 만들고 {open}(으)로 엽니다.',
  'Open it in the browser instead': '대신 브라우저에서 열기',
  'Your administrator gave you the file {file}, by which your machine knows this server. Without it, take it {fromHere} and read its fingerprint to them before you trust it:':
    '관리자에게 받은 {file} 파일로 내 머신이 이 서버를 알아봅니다. 파일이 없으면 {fromHere} 받고, 신뢰하기 전에 관리자에게 지문을 읽어 주세요:',
  'from here': '여기에서',
} as const satisfies Readonly<Record<string, string>>

export type CliPageSentence = keyof typeof ko

const ja: Catalogue<CliPageSentence> = {
  'The command line': 'コマンド ライン',
  'With Node 24 or later and npm:': 'Node 24 以降と npm で:',
  'It asks for the user name and password your administrator gave you, in the browser or, with {code}, on another device. Then {create} makes your first instance and {open} opens it.':
    '管理者から渡されたユーザー名とパスワードを、ブラウザーで、または {code} を使えば別のデバイスで入力します。その後、{create} で最初のインスタンスを作成し、{open} で開きます。',
  'Open it in the browser instead': '代わりにブラウザーで開く',
  'Your administrator gave you the file {file}, by which your machine knows this server. Without it, take it {fromHere} and read its fingerprint to them before you trust it:':
    '管理者から渡されたファイル {file} によって、あなたのマシンはこのサーバーを認識します。手元になければ{fromHere}入手し、信頼する前にフィンガープリントを管理者に読み上げてください:',
  'from here': 'ここから',
}

const zh: Catalogue<CliPageSentence> = {
  'The command line': '命令行',
  'With Node 24 or later and npm:': '需要 Node 24 或更高版本以及 npm：',
  'It asks for the user name and password your administrator gave you, in the browser or, with {code}, on another device. Then {create} makes your first instance and {open} opens it.':
    '它会在浏览器中，或使用 {code} 时在另一台设备上，询问管理员给您的用户名和密码。然后用 {create} 创建您的第一个实例，用 {open} 打开它。',
  'Open it in the browser instead': '改为在浏览器中打开',
  'Your administrator gave you the file {file}, by which your machine knows this server. Without it, take it {fromHere} and read its fingerprint to them before you trust it:':
    '管理员给了您文件 {file}，您的机器凭它识别此服务器。如果没有，请{fromHere}获取，并在信任之前向管理员读出其指纹：',
  'from here': '从这里',
}

export const cliPageWords: Catalogues<CliPageSentence> = { ko, ja, zh }
