can_decrypt = false
