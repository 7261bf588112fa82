import type { Same } from '../words.ts';
import type { camera as english } from '../en/camera.ts';

export const camera: Same<typeof english> = {
  open: '拍照',
  title: '用摄像头拍照',
  lead: '把纸放平，光线均匀，并把整页拍进画面。多页可以依次拍摄。',
  leadOne: '把纸放平，光线均匀，并把整页拍进画面。',
  live: '摄像头的实时画面',
  which: '摄像头',
  nameless: '摄像头 {n}',
  take: '拍摄',
  takeAgain: '重拍',
  asking: '正在等待摄像头。如果出现询问，请选择允许。',
  taken: '已拍 {n} 张',
  picture: '第 {n} 张',
  remove: '删除第 {n} 张',
  use: '使用这 {n} 张照片',
  useNone: '使用照片',
  useOne: '使用这张照片',
  file: '拍照 {n}.jpg',
  trouble: {
    refused: {
      title: '未获准使用摄像头',
      desktop: '请在系统的隐私设置中允许 Inkstone 使用摄像头，然后重试。',
      browser: '请在浏览器地址栏旁允许此页面使用摄像头，并在系统的隐私设置中允许浏览器使用摄像头，然后重试。',
    },
    missing: { title: '没有找到摄像头', text: '请连接摄像头，连接后会自动启用。' },
    busy: { title: '无法启动摄像头', text: '可能有其他程序正在使用它。请关闭该程序，然后重试。' },
    gone: { title: '摄像头已断开', text: '请重新连接，连接后会自动继续。已拍的照片都还在。' },
  },
};
