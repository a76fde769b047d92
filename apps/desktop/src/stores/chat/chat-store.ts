import { create } from 'zustand';
import { type ChatState, initialChatState } from './chat-reducer.ts';

export const useChatStore = create<ChatState>(() => initialChatState);
