/** The few words that the shell itself shows; the page's are in renderer/i18n. */
const WORDS = {
  en: {
    couldNotStart: 'Inkstone could not start.',
    file: 'File',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    developer: 'Developer tools',
    unsaved: 'Something on this page is not saved yet.',
    unsavedDetail: 'If you leave now, it is lost.',
    stay: 'Stay',
    leave: 'Leave and lose it',
  },
  zh: {
    couldNotStart: 'Inkstone 无法启动。',
    file: '文件',
    quit: '退出',
    edit: '编辑',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    view: '视图',
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    fullScreen: '全屏',
    developer: '开发者工具',
    unsaved: '此页面上还有内容没有保存。',
    unsavedDetail: '现在离开，这些内容就会丢失。',
    stay: '留下',
    leave: '离开并放弃',
  },
} as const;

export type ShellWords = (typeof WORDS)['en' | 'zh'];

/** Chinese for a Chinese `locale` (zh-CN, zh-Hans ...), else English. */
export const wordsFor = (locale: string): ShellWords => WORDS[/^zh/i.test(locale) ? 'zh' : 'en'];
