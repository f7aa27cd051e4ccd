// What the command line says in a browser, beside English. All of it stands here: it is little.

import type { Catalogues } from '../../base/speech.ts'

export type LandingSentence =
  | 'You are signed in'
  | 'Go back to the terminal. You can close this page.'
  | 'Nobody was signed in'
  | 'The terminal says why. You can close this page.'
  | 'Nothing to see here'
  | 'This is not the answer that is waited for.'

export const landingWords: Catalogues<LandingSentence> = {
  ko: {
    'You are signed in': '로그인되었습니다',
    'Go back to the terminal. You can close this page.': '터미널로 돌아가세요. 이 페이지는 닫아도 됩니다.',
    'Nobody was signed in': '아무도 로그인되지 않았습니다',
    'The terminal says why. You can close this page.': '이유는 터미널에 있습니다. 이 페이지는 닫아도 됩니다.',
    'Nothing to see here': '여기에는 아무것도 없습니다',
    'This is not the answer that is waited for.': '기다리고 있던 응답이 아닙니다.',
  },
  ja: {
    'You are signed in': 'サインインしています',
    'Go back to the terminal. You can close this page.': 'ターミナルに戻ってください。このページは閉じてかまいません。',
    'Nobody was signed in': '誰もサインインしていません',
    'The terminal says why. You can close this page.':
      '理由はターミナルに表示されます。このページは閉じてかまいません。',
    'Nothing to see here': 'ここには何もありません',
    'This is not the answer that is waited for.': '待っている応答ではありません。',
  },
  zh: {
    'You are signed in': '您已登录',
    'Go back to the terminal. You can close this page.': '请返回终端。您可以关闭此页面。',
    'Nobody was signed in': '没有人登录',
    'The terminal says why. You can close this page.': '终端中会说明原因。您可以关闭此页面。',
    'Nothing to see here': '这里什么也没有',
    'This is not the answer that is waited for.': '这不是正在等待的响应。',
  },
}
